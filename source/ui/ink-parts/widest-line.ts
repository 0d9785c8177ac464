/** Stands in for the package of its name in the bundle: a text that Ink has measured is not taken apart anew. */
import { measureText } from './measure-text.ts';

// biome-ignore lint/style/noDefaultExport: it takes the place of a package whose face is a default export
export default function widestLine(text: string): number {
	return measureText(text).width;
}
