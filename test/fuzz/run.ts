/** The long form, outside of the test command. `npm run fuzz [INPUTS] [SEED]` */
import { seeded } from '../../source/sources/floor/prng.ts';
import { fuzz } from './fuzzing.ts';
import { fuzzReplies } from './replies.ts';

const MOST_SHOWN = 3;
const MOST_CHARS = 20_000;
/** A sync of a help desk asks many times, and takes as long as many inputs. */
const SYNC_SHARE = 20;

const [total = 100_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
console.log(`seed ${seed}`);
const { crashes } = await fuzz(total, seeded(seed), (target, inputs, found) => {
	console.log(`${target}: ${inputs} inputs, ${found.length} not borne`);
	for (const { input, problem } of found.slice(0, MOST_SHOWN))
		console.log(`  ${problem}\n  input: ${input.slice(0, MOST_CHARS)}`);
});
const bad = await fuzzReplies(total / SYNC_SHARE, seeded(seed), (vendor, syncs, found) => {
	console.log(`replies of ${vendor}: ${syncs} syncs, ${found.length} not borne`);
	for (const { problem, reply } of found.slice(0, MOST_SHOWN)) {
		console.log(`  ${problem}\n  reply: ${reply.slice(0, MOST_CHARS)}`);
	}
});
console.log(`${crashes.length + bad.length} not borne`);
process.exitCode = crashes.length + bad.length === 0 ? 0 : 1;
