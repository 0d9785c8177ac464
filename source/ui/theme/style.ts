/** How a token looks: colours and attributes, and the SGR parameters that they are. */
import type { Colors } from '../terminal/capabilities.ts';
import { type Colour, colourParameters } from './colour.ts';

export const ATTRIBUTES = ['bold', 'dim', 'italic', 'underline', 'inverse'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

const SGR: Readonly<Record<Attribute, string>> = {
	bold: '1',
	dim: '2',
	italic: '3',
	underline: '4',
	inverse: '7',
};

/** A colour; or one for terminals that show any shade, and one of the sixteen for those that do not. */
export type Shade = Colour | readonly [any: Colour, sixteen: Colour];

export type Style = { readonly [attribute in Attribute]?: boolean } & {
	readonly fg?: Shade;
	readonly bg?: Shade;
};

const colourFor = (shade: Shade, colors: Colors): Colour =>
	typeof shade === 'string' ? shade : shade[colors === '16' ? 1 : 0];

/** SGR parameters, like `1;31`; '' draws it plain. */
export function sgrOf(style: Style, colors: Colors): string {
	const attributes = ATTRIBUTES.filter((attribute) => style[attribute] === true).map(
		(attribute) => SGR[attribute],
	);
	const grounds = (['fg', 'bg'] as const).flatMap((ground) => {
		const shade = style[ground];
		return shade === undefined ? [] : [colourParameters(colourFor(shade, colors), ground, colors)];
	});
	return [...attributes, ...grounds].filter((parameters) => parameters !== '').join(';');
}
