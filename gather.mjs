// Gathers the chunks that the board waits for into a few files: each file costs its first frame more to find and to
// open than to read, and esbuild cuts a chunk for every set of entry points that share code, thirty on that way.
import { writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { NATIVE } from './bundle.mjs';

/** What some files load as soon as they are loaded, themselves included. */
function loadedWith(outputs, first) {
	const found = new Set(first);
	for (const path of found) {
		for (const { kind, path: next } of outputs[path].imports) {
			if (kind === 'import-statement' && Object.hasOwn(outputs, next)) found.add(next);
		}
	}
	return found;
}

/** Whether a file, or what it loads, holds Ink: it is half of all that there is to load. */
const draws = (outputs, path) =>
	[...loadedWith(outputs, [path])].some((loaded) =>
		Object.keys(outputs[loaded].inputs).some((input) => input.startsWith('node_modules/ink/')),
	);

/** The chunks by group, each of which loads only itself and those before it. */
function groupsOf(outputs, entry, { shared, board }) {
	const base = loadedWith(outputs, [entry]);
	const plain = [...base]
		.flatMap((path) => outputs[path].imports)
		.filter(({ kind, path }) => kind === 'dynamic-import' && Object.hasOwn(outputs, path))
		.map(({ path }) => path)
		.filter((path) => !board.includes(path) && !draws(outputs, path));
	const elsewhere = loadedWith(outputs, [...plain, ...shared]);
	base.delete(entry);
	const waitedFor = [...loadedWith(outputs, [...shared, ...board])].filter((path) => !base.has(path));
	return {
		// Whatever the command.
		base: [...base],
		// Commands without a screen too.
		shared: waitedFor.filter((path) => elsewhere.has(path)),
		board: waitedFor.filter((path) => !elsewhere.has(path)),
	};
}

/** A plugin for making one file (`made`) of chunks; `places` tells where each is going. */
const gathering = (made, places) => ({
	name: 'gathering',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
			const file = resolve(resolveDir, path);
			const place = kind === 'dynamic-import' ? undefined : places.get(file);
			if (place?.file === made) return { path: file };
			if (place) return { path: file, namespace: 'elsewhere' };
			return { path: `./${relative(dirname(made), file)}`, external: true };
		});
		onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path }) => {
			const { pointer, file } = places.get(path);
			return { contents: pointer, resolveDir: dirname(file) };
		});
	},
});

async function made(file, places, input) {
	const { outputFiles } = await build({
		...input,
		outfile: file,
		bundle: true,
		write: false,
		minify: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		legalComments: 'eof',
		external: [NATIVE],
		plugins: [gathering(file, places)],
	});
	return { file, text: outputFiles[0].text };
}

/**
 * Rewrites a folder that `bundle` wrote: what the entry loads at once, and what is loaded by these sources, becomes a
 * file each; a chunk that went into one becomes a line that points there, for whoever else asks for it.
 * @param outputs of esbuild's metafile
 * @param sources `entry`; `board`: what is loaded for a screen alone; `shared`: what is loaded later by other commands too
 */
export async function gather(outputs, sources) {
	const outputOf = (source) => {
		const found = Object.keys(outputs).find((path) => outputs[path].entryPoint === source);
		if (!found) throw new Error(`${source} is no entry point any more: see build.mjs`);
		return found;
	};
	const entry = outputOf(sources.entry);
	const chunks = join(dirname(resolve(entry)), 'chunks');
	const places = new Map();
	const inputs = [];
	const waitedFor = { shared: sources.shared.map(outputOf), board: sources.board.map(outputOf) };
	for (const [group, paths] of Object.entries(groupsOf(outputs, entry, waitedFor))) {
		const file = join(chunks, `${group}.js`);
		const all = paths.map((path, index) => {
			const { exports } = outputs[path];
			const names = (kept) =>
				exports.map((name) => (kept ? `_${index}${name} as ${name}` : `${name} as _${index}${name}`));
			places.set(resolve(path), { file, pointer: `export{${names(true)}}from"./${group}.js";\n` });
			return `export{${names(false)}}from"./${relative(chunks, resolve(path))}";`;
		});
		inputs.push([file, { stdin: { contents: all.join('\n'), resolveDir: chunks } }]);
	}
	inputs.push([resolve(entry), { entryPoints: [resolve(entry)] }]);
	const files = await Promise.all(inputs.map(([file, input]) => made(file, places, input)));
	for (const { file, text } of files) await writeFile(file, text);
	for (const [file, { pointer }] of places) await writeFile(file, pointer);
}
