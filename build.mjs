// Bundles the program into dist/: one ESM entry (`cli.js`) with its lazily loaded commands as chunks
// beside it. Only the native module stays outside (it is the one runtime dependency).
import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
	entryPoints: { cli: 'cli.tsx', 'engine-worker': 'source/commands/engine-worker.ts' },
	outdir: 'dist',
	bundle: true,
	splitting: true,
	chunkNames: 'chunks/[name]-[hash]',
	format: 'esm',
	platform: 'node',
	target: 'node20',
	jsx: 'automatic',
	minify: true,
	keepNames: false,
	legalComments: 'linked',
	external: ['better-sqlite3'],
	// React's development build and Ink's devtools hook are dead weight in a shipped program.
	define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
	alias: { 'react-devtools-core': './source/ui/no-devtools.ts' },
	// Some bundled CommonJS packages call require().
	banner: {
		js: "#!/usr/bin/env node\nimport{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
	},
});
await chmod('dist/cli.js', 0o755);
