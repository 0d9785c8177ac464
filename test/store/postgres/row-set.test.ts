/** Sets of rows are sent in statements of a length that servers take. */
import { expect, test } from 'vitest';
import { carried } from '../../../source/store/postgres/row-set.ts';

const MIB = 2 ** 20;
const sizes = (rows: readonly number[], most?: number): number[][] => [...carried(rows, (row) => row, most)];

test.each([
	['few short ones go together', [1, 2, 3], undefined, [[1, 2, 3]]],
	['no more than are asked for', [1, 2, 3], 2, [[1, 2], [3]]],
	[
		'long ones go on their own',
		[MIB, MIB, MIB, 1],
		undefined,
		[
			[MIB, MIB],
			[MIB, 1],
		],
	],
	['one that is too long is not cut', [9 * MIB, 1], undefined, [[9 * MIB], [1]]],
	['none are none', [], undefined, []],
])('%s', (_, rows, most, together) => {
	expect(sizes(rows, most)).toEqual(together);
});
