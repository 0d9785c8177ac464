// Parts of Ink that the bundle has others for: see source/ui/ink-parts.

/** Files of Ink, and what stands in for what they export. */
const PARTS = { output: 'Output', 'measure-text': 'measureText', 'sanitize-ansi': 'sanitizeAnsi' };

/** An esbuild plugin. It stops the build where Ink no longer has such a part. */
export const inkParts = {
	name: 'ink-parts',
	setup(build) {
		const missing = new Set(Object.keys(PARTS));
		build.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path, importer }) => {
			const part = path.slice('./'.length, -'.js'.length);
			if (!Object.hasOwn(PARTS, part) || !/node_modules\/ink\/build\/[\w-]+\.js$/.test(importer))
				return undefined;
			missing.delete(part);
			return { path: part, namespace: 'ink-part' };
		});
		build.onLoad({ filter: /./, namespace: 'ink-part' }, ({ path }) => ({
			contents: `export { ${PARTS[path]} as default } from './source/ui/ink-parts/${path}.ts';`,
			resolveDir: process.cwd(),
		}));
		build.onEnd(() => {
			if (missing.size > 0)
				throw new Error(`Ink has no ${[...missing].join(', ')} any more: see ink-parts.mjs`);
		});
	},
};
