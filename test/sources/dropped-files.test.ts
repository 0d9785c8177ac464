import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	type DroppedFile,
	DroppedFiles,
	isUnfinished,
	SETTLE_MS,
} from '../../source/sources/dropped-files.ts';

const file = (name: string, size: number, modifiedAt = 1_000): DroppedFile => ({ name, size, modifiedAt });
const names = (files: readonly DroppedFile[]): string[] => files.map(({ name }) => name);
const NONE: ReadonlyMap<string, DroppedFile> = new Map();

describe('a file that is dropped into a folder', () => {
	it('is ready when it has not changed for a while, however old it says it is', () => {
		const dropped = new DroppedFiles();
		expect(dropped.ready([file('a', 5, 1)], NONE, 0)).toEqual([]);
		expect(dropped.ready([file('a', 5, 1)], NONE, SETTLE_MS - 1)).toEqual([]);
		expect(names(dropped.ready([file('a', 5, 1)], NONE, SETTLE_MS))).toEqual(['a']);
	});

	it('is not ready while it grows, and is ready again when it has grown since it was imported', () => {
		const dropped = new DroppedFiles();
		for (let turn = 0; turn < 10; turn++) {
			expect(dropped.ready([file('a', turn, turn)], NONE, turn * (SETTLE_MS - 1))).toEqual([]);
		}
		const imported = new Map([['a', file('a', 9, 9)]]);
		expect(dropped.ready([file('a', 9, 9)], imported, 100_000)).toEqual([]);
		expect(dropped.ready([file('a', 12, 10)], imported, 200_000)).toEqual([]);
		expect(names(dropped.ready([file('a', 12, 10)], imported, 200_000 + SETTLE_MS))).toEqual(['a']);
	});

	it('that goes away and comes back is looked at anew', () => {
		const dropped = new DroppedFiles();
		dropped.ready([file('a', 5)], NONE, 0);
		dropped.ready([], NONE, 1_000);
		expect(dropped.ready([file('a', 5)], NONE, SETTLE_MS)).toEqual([]);
	});

	it('waits its turn: the oldest come first', () => {
		const dropped = new DroppedFiles();
		const files = [file('b', 1, 30), file('c', 1, 10), file('a', 1, 30)];
		dropped.ready(files, NONE, 0);
		expect(names(dropped.ready(files, NONE, SETTLE_MS))).toEqual(['c', 'a', 'b']);
	});

	it('of a name that says it is not finished, or hidden, is left alone', () => {
		expect(['.a.csv.Xy12', 'a.csv.part', 'a.TMP', 'a.csv~', 'a.filepart'].filter(isUnfinished)).toHaveLength(
			5,
		);
		expect(['a.csv', 'part.csv', 'new.ndjson', 'a.json'].filter(isUnfinished)).toEqual([]);
	});

	it('is ready once in its final state, whatever was written to it and whenever the folder was looked at', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ gap: fc.integer({ min: 1, max: 3_000 }), grows: fc.boolean() }), {
					minLength: 1,
				}),
				(looks) => {
					const dropped = new DroppedFiles();
					const imported = new Map<string, DroppedFile>();
					let nowMs = 0;
					let size = 0;
					let taken = 0;
					const look = (): void => {
						for (const ready of dropped.ready([file('a', size)], imported, nowMs)) {
							imported.set('a', ready);
							if (ready.size === size) taken++;
						}
					};
					for (const { gap, grows } of looks) {
						nowMs += gap;
						if (grows) {
							size++;
							taken = 0;
						}
						look();
					}
					for (let turn = 0; turn < 5; turn++) {
						nowMs += SETTLE_MS;
						look();
					}
					expect(taken).toBe(1);
				},
			),
			{ numRuns: 200, seed: 4 },
		);
	});
});
