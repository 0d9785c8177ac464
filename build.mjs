// Builds the program into dist/: `cli.js`, its commands as chunks beside it, and the engine's thread.
import { chmod, rm } from 'node:fs/promises';
import { bundle } from './bundle.mjs';

await rm('dist', { recursive: true, force: true });
await bundle({ cli: 'cli.tsx', 'engine-worker': 'source/commands/engine-worker.ts' }, 'dist');
await chmod('dist/cli.js', 0o755);
