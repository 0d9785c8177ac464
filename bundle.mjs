// How the program is bundled; the benches bundle their floors the same way, so that like is held against like.
import { build } from 'esbuild';

/** What the bundle leaves outside. */
export const NATIVE = 'better-sqlite3/build/Release/better_sqlite3.node';

/**
 * Bundles entry points (name → file) into a folder: one ESM file each, with lazily loaded chunks beside them.
 * `alias`: packages, and the files that take their place; `plugins`: of esbuild. Returns esbuild's metafile.
 */
export async function bundle(entryPoints, outdir, { alias = {}, plugins = [] } = {}) {
	const { metafile } = await build({
		entryPoints,
		outdir,
		bundle: true,
		metafile: true,
		splitting: true,
		chunkNames: 'chunks/[name]-[hash]',
		format: 'esm',
		platform: 'node',
		target: 'node20',
		jsx: 'automatic',
		minify: true,
		legalComments: 'linked',
		// The one runtime dependency: a native module. What wraps it is bundled.
		external: [NATIVE],
		plugins,
		// React's development build and Ink's devtools hook are dead weight in a shipped program.
		define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
		alias: {
			'react-devtools-core': './source/ui/no-devtools.ts',
			bindings: './source/store/sqlite/native.cjs',
			...alias,
		},
		// Some bundled CommonJS packages call require().
		banner: {
			js: "#!/usr/bin/env node\nimport{createRequire as __createRequire}from'node:module';const require=/* @__PURE__ */__createRequire(import.meta.url);",
		},
	});
	return metafile;
}
