/** Stands in for the package of its name in the bundle: what has been measured is not measured again. */
import measure, { type Options } from '../../../node_modules/string-width/index.js';
import { Kept } from './kept.ts';

const widths = new Kept<number>();

// biome-ignore lint/style/noDefaultExport: it takes the place of a package whose face is a default export
export default function stringWidth(text: string, options?: Options): number {
	return options ? measure(text, options) : widths.get(text, () => measure(text));
}
