import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from '../../source/store/port.ts';
import { type KeyedRow, WindowedList } from '../../source/ui/model/windowed-list.ts';

/** The list as it is, ordered by `order`, then `id`: what the window is a part of. */
class Floor {
	rows: KeyedRow[] = [];

	readonly fetch = async ({ limit, from, direction, inclusive = false }: Window): Promise<KeyedRow[]> => {
		const compared = (row: KeyedRow): number =>
			from === undefined ? 1 : row.key.order - from.order || row.key.id - from.id;
		const isIn = (row: KeyedRow): boolean => {
			if (from === undefined) return true;
			const side = direction === 'after' ? compared(row) : -compared(row);
			return side > 0 || (inclusive && side === 0);
		};
		const part = this.rows.filter(isIn);
		return direction === 'after' ? part.slice(0, limit) : part.slice(Math.max(0, part.length - limit));
	};

	put(order: number, id: number): void {
		this.rows.push({ key: { order, id } });
		this.rows.sort((a, b) => a.key.order - b.key.order || a.key.id - b.key.id);
	}

	take(place: number): void {
		this.rows.splice(place % Math.max(1, this.rows.length), 1);
	}

	placeOf(row: KeyedRow | undefined): number {
		return this.rows.findIndex(({ key }) => key.order === row?.key.order && key.id === row.key.id);
	}
}

function floorOf(count: number): Floor {
	const floor = new Floor();
	for (let id = 0; id < count; id++) floor.put(id * 10, id);
	return floor;
}

/** The window is a run of the list's rows, as long as it can be, and knows whether it is at an end. */
function expectWindow(list: WindowedList<KeyedRow>, floor: Floor, height: number): void {
	expect(list.rows.length).toBe(Math.min(height, floor.rows.length));
	if (floor.rows.length === 0) return;
	const top = floor.placeOf(list.rows[0]);
	expect(list.rows).toEqual(floor.rows.slice(top, top + list.rows.length));
	// It may not know that it is at the top until it has looked; it never takes another place for it.
	if (list.atTop) expect(top).toBe(0);
	expect(list.atEnd).toBe(top + list.rows.length === floor.rows.length);
	expect(list.cursor).toBeGreaterThanOrEqual(0);
	expect(list.cursor).toBeLessThan(list.rows.length);
}

type Move = readonly ['move', number] | readonly ['page' | 'halfPage', 1 | -1] | readonly ['home' | 'end', 0];
const move = fc.oneof(
	fc.tuple(fc.constant('move'), fc.integer({ min: -7, max: 7 })),
	fc.tuple(fc.constantFrom('page', 'halfPage'), fc.constantFrom(1, -1)),
	fc.tuple(fc.constantFrom('home', 'end'), fc.constant(0 as const)),
) satisfies fc.Arbitrary<Move>;

async function make(list: WindowedList<KeyedRow>, [name, by]: Move): Promise<void> {
	if (name === 'move') await list.move(by);
	else if (name === 'page' || name === 'halfPage') await list[name](by);
	else await list[name]();
}

/** Where a selection in a plain array would be. */
function expected(place: number, count: number, height: number, [name, by]: Move): number {
	if (name === 'home') return 0;
	if (name === 'end') return Math.max(0, count - 1);
	const steps = { move: 1, page: Math.max(1, height - 1), halfPage: Math.max(1, Math.floor(height / 2)) };
	return Math.max(0, Math.min(count - 1, place + by * steps[name]));
}

describe('a windowed list', () => {
	it('is moved in as a whole array would be, with a window around the selection', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: 1, max: 20 }),
				fc.array(move, { maxLength: 30 }),
				async (count, height, moves) => {
					const floor = floorOf(count);
					const list = new WindowedList(floor.fetch);
					await list.resize(height);
					await list.refresh();
					let place = 0;
					for (const step of moves) {
						await make(list, step);
						place = expected(place, count, height, step);
						expectWindow(list, floor, height);
						if (count > 0) expect(floor.placeOf(list.selected)).toBe(place);
					}
				},
			),
			{ numRuns: 200 },
		);
	});

	it('keeps its selection on its row whatever comes and goes around it', async () => {
		const change = fc.oneof(
			fc.record({ put: fc.integer({ min: -5, max: 650 }) }),
			fc.record({ take: fc.nat({ max: 100 }) }),
			fc.record({ move }),
			fc.record({ height: fc.integer({ min: 1, max: 20 }) }),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 60 }),
				fc.array(change, { maxLength: 40 }),
				async (count, changes) => {
					const floor = floorOf(count);
					const list = new WindowedList(floor.fetch);
					let height = 10;
					await list.resize(height);
					await list.refresh();
					let nextId = 1000;
					for (const step of changes) {
						const before = list.selected;
						const placeBefore = floor.placeOf(before);
						const isAtVeryTop = placeBefore <= 0 && list.cursor === 0;
						if ('move' in step) await make(list, step.move);
						else {
							if ('put' in step) floor.put(step.put, nextId++);
							else if ('take' in step) floor.take(step.take);
							else height = step.height;
							if ('height' in step) await list.resize(height);
							else await list.refresh();
							const isThere = floor.placeOf(before) >= 0;
							// At the very top the list is followed: what is most urgent is what is selected.
							if (isThere && !isAtVeryTop) expect(list.selected).toEqual(before);
							if (!isThere && !isAtVeryTop && floor.rows.length > 0) {
								expect(floor.placeOf(list.selected)).toBe(Math.min(placeBefore, floor.rows.length - 1));
							}
						}
						expectWindow(list, floor, height);
					}
				},
			),
			{ numRuns: 300 },
		);
	});

	it('keeps its selected row on its line of the screen while rows come in above', async () => {
		const floor = floorOf(50);
		const list = new WindowedList(floor.fetch);
		await list.resize(10);
		await list.refresh();
		await list.move(25);
		await list.move(-4);
		const { cursor, selected } = list;
		for (let id = 1000; id < 1030; id++) floor.put(5, id);
		await list.refresh();
		expect(list.selected).toEqual(selected);
		expect(list.cursor).toBe(cursor);
		expectWindow(list, floor, 10);
	});

	it('keeps its selection in a list that is shorter than the screen, too', async () => {
		const floor = floorOf(3);
		const list = new WindowedList(floor.fetch);
		await list.resize(10);
		await list.refresh();
		await list.move(2);
		const { selected } = list;
		floor.put(5, 1000);
		await list.refresh();
		expect(list.selected).toEqual(selected);
		expectWindow(list, floor, 10);
	});

	it('of a log is followed at its end until somebody scrolls, and then says that there is more', async () => {
		const floor = floorOf(30);
		const list = new WindowedList(floor.fetch, { followsEnd: true });
		await list.resize(10);
		await list.refresh();
		expect(floor.placeOf(list.selected)).toBe(29);
		floor.put(1000, 100);
		await list.refresh();
		expect(floor.placeOf(list.selected)).toBe(30);
		expect(list.isFollowing).toBe(true);
		await list.move(-1);
		expect(list.isFollowing).toBe(false);
		floor.put(1010, 101);
		await list.refresh();
		expect(floor.placeOf(list.selected)).toBe(29);
		expect(list.hasNews).toBe(true);
		await list.end();
		expect({ follows: list.isFollowing, hasNews: list.hasNews }).toEqual({ follows: true, hasNews: false });
	});

	it('reads no more than the window needs, however long the list is', async () => {
		const floor = floorOf(2_000);
		const limits: number[] = [];
		const list = new WindowedList((window) => {
			limits.push(window.limit);
			return floor.fetch(window);
		});
		await list.resize(20);
		for (const step of [
			['end', 0],
			['page', -1],
			['move', -3],
			['home', 0],
			['page', 1],
		] as const)
			await make(list, step);
		await list.refresh();
		expect(Math.max(...limits)).toBeLessThanOrEqual(21);
		expect(limits.length).toBeLessThanOrEqual(12);
	});
});
