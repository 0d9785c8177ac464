// Builds the program into dist/: `cli.js`, its commands as chunks beside it, and the threads beside it.
import { chmod, rm } from 'node:fs/promises';
import { bundle } from './bundle.mjs';
import { gather } from './gather.mjs';
import { inkParts } from './ink-parts.mjs';
import { trims } from './trims.mjs';

await rm('dist', { recursive: true, force: true });
const { outputs } = await bundle(
	{
		cli: 'cli.tsx',
		'append-worker': 'source/commands/append-worker.ts',
		'engine-worker': 'source/commands/engine-worker.ts',
	},
	'dist',
	{
		alias: {
			// Where Ink spends most of a frame: see source/ui/ink-parts.
			'@alcalzone/ansi-tokenize': './source/ui/ink-parts/ansi-tokenize.ts',
			'string-width': './source/ui/ink-parts/string-width.ts',
			'widest-line': './source/ui/ink-parts/widest-line.ts',
		},
		plugins: [trims, inkParts],
	},
);
await gather(outputs, {
	entry: 'cli.tsx',
	shared: ['source/store/sqlite/sqlite-store.ts'],
	board: ['source/commands/dashboard.ts', 'source/commands/demo.ts', 'source/ui/run-dashboard.tsx'],
});
await chmod('dist/cli.js', 0o755);
