/** Bundles a floor as the program is bundled: the two must differ in what they do alone. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../bundle.mjs';

export type Floor = 'hello' | 'list';

const FOLDER = join(tmpdir(), 'slatop-bench', 'floors');
const bundled = new Map<Floor, Promise<unknown>>();

/** The path of a bundled floor, made once in a run. */
export async function floorProgram(name: Floor): Promise<string> {
	// Each on its own: parts that they share would be chunks, which take longer to load.
	const making = bundled.get(name) ?? bundle({ [name]: `bench/floors/${name}.tsx` }, FOLDER);
	bundled.set(name, making);
	await making;
	return join(FOLDER, `${name}.js`);
}
