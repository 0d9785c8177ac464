// What bundled packages do when they are loaded though nobody has asked for it yet: put off, or left out. Together
// it takes as long as the rest of the first frame.
import { readFile } from 'node:fs/promises';

/** A pattern of a regular expression or a segmenter that a module makes when it is loaded. */
const MADE_AT_ONCE = /^const (\w+) = (\/.+\/[a-z]*|new Intl\.Segmenter\(.*\));$/gm;

/** Makes what a module makes for itself when it is first used. */
function makeWhenUsed(text) {
	let lazy = text;
	for (const [statement, name, value] of text.matchAll(MADE_AT_ONCE)) {
		lazy = lazy
			.replace(statement, '')
			.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `(${name}Made ??= ${value})`)
			.concat(`\nlet ${name}Made;`);
	}
	return lazy;
}

const TRIMS = [
	{
		// The tables for emoji and for the borders between characters: plain text needs neither.
		file: /(string-width\/index|ansi-tokenize\/build\/tokenize|slice-ansi\/tokenize-ansi)\.js$/,
		trim: makeWhenUsed,
	},
	{
		// Finds a package.json and puts it in order, with the names of all licences: ours is given, and in order.
		file: /meow\/build\/options\.js$/,
		trim: (text) =>
			text.replace(
				/import \{ a as readPackageUpSync, n as normalizePackageData \} from '.\/dependencies\.js';/,
				'const readPackageUpSync = () => undefined;\nconst normalizePackageData = () => {};',
			),
	},
	{
		// The same, which it makes for itself when it is loaded.
		file: /meow\/build\/dependencies\.js$/,
		trim: (text) =>
			text.replace(
				/= (?=requireNormalize\(\)|getDefaultExportFromCjs\(normalizeExports\))/g,
				'= /* @__PURE__ */ ',
			),
	},
	{
		// It asks fetch, which loads an HTTP client, for what stands in the file itself; it can do without.
		file: /yoga-wasm-base64-esm\.js$/,
		trim: (text) => text.replace(/^/, 'const fetch = undefined;\n'),
	},
];

/** An esbuild plugin. It stops the build where a package no longer looks as expected. */
export const trims = {
	name: 'trims',
	setup(build) {
		for (const { file, trim } of TRIMS) {
			build.onLoad({ filter: file }, async ({ path }) => {
				const text = await readFile(path, 'utf8');
				const contents = trim(text);
				if (contents === text) throw new Error(`${path} has changed: see trims.mjs`);
				return { contents, loader: 'js' };
			});
		}
	},
};
