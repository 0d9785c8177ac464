/** The program that is killed: lives through a plan, and says when it begins and when it has come to the end. */
import { live, type Plan } from './life.ts';

const plan: Plan = JSON.parse(process.argv[2] ?? '{}');
await live(plan, { onBegin: () => process.stdout.write('begins\n') });
process.stdout.write('ends\n');
