/** Stands in for the package of its name in the bundle: what has been measured is not measured again. */
import measure, { type Options } from '../../../node_modules/string-width/index.js';
import { Kept } from './kept.ts';

const widths = new Kept<number>();

/** Characters of one cell each beyond any doubt: Latin letters, and the symbols that the screen is drawn with. */
const PLAIN = /^[\x20-\x7E\u00A1-\u00AC\u00AE-\u017F‖–…✓✗✘▲●█░▁▂▃▄▅▆▇·─│┃◆]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: styles and links are control sequences
const STYLES = /\u001B(?:\[[\d;]*m|\]8;;\d*\u0007)/g;

/** What is plain is counted; the rest is measured, with tables that take a while to be made when first asked. */
function widthOf(text: string): number {
	const shown = text.includes('\u001B') ? text.replace(STYLES, '') : text;
	return PLAIN.test(shown) ? shown.length : measure(text);
}

// biome-ignore lint/style/noDefaultExport: it takes the place of a package whose face is a default export
export default function stringWidth(text: string, options?: Options): number {
	return options ? measure(text, options) : widths.get(text, () => widthOf(text));
}
