/** Which files of watched folders have been imported, as either kind of store keeps it. */
import { expect, test } from 'vitest';
import { STORES } from '../support/stores.ts';

test.each(STORES)('files are known by their folder as they were last, on $kind', async ({ open }) => {
	const store = await open();
	const [a, b] = ['a.csv', 'b.csv'].map((name) => ({ name, size: 7, modifiedAt: 1_000 }));
	if (!a || !b) throw new Error('there are two');
	for (const file of [a, b, { ...a, size: 9, modifiedAt: 2_000 }]) await store.noteImported('/drop', file);
	await store.noteImported('/other', a);
	const byName = async (folder: string) =>
		(await store.importedFiles(folder)).sort((one, other) => one.name.localeCompare(other.name));
	expect(await byName('/drop')).toEqual([{ name: 'a.csv', size: 9, modifiedAt: 2_000 }, b]);
	await store.forgetImported('/drop', ['b.csv', 'c.csv']);
	expect(await byName('/drop')).toEqual([{ name: 'a.csv', size: 9, modifiedAt: 2_000 }]);
	expect(await byName('/other')).toEqual([a]);
	await store.close();
});
