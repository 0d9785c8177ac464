import { describe, expect, test } from 'vitest';
import { NO_REPORTS } from '../../../source/store/port-reports.ts';
import { type Journey, type PastStore, Travel } from '../../../source/ui/model/travel.ts';

/** A past that knows whether it was let go. */
class Past {
	isClosed = false;
	readonly store: PastStore = {
		reports: NO_REPORTS,
		version: async () => 1,
		status: async () => {
			throw new Error('nobody asks');
		},
		counters: async () => [],
		tallies: async () => [],
		departmentTallies: async () => [],
		closedSince: async () => [],
		dueByHour: async () => [],
		timers: async () => [],
		agentNames: async () => [],
		log: async () => [],
		agreements: async () => [],
		configuredSources: async () => [],
		detail: async () => null,
		close: async () => {
			this.isClosed = true;
		},
	};
}

interface Asked {
	readonly at: number;
	readonly journey: Journey;
	arrive(past: Past): void;
	fail(error: Error): void;
}

/** A travel whose machine does what the test says, when it says so. */
function travelling() {
	const asked: Asked[] = [];
	const travel = new Travel({
		machine: (at, journey) =>
			new Promise((resolve, reject) => {
				asked.push({ at, journey, arrive: ({ store }) => resolve(store), fail: reject });
			}),
		inTurn: (action) => action(),
		onChange: () => {},
	});
	const arrivals: (number | null)[] = [];
	const go = (at: number | null): Promise<void> =>
		travel.to(at, async () => {
			arrivals.push(travel.at);
		});
	return { travel, asked, arrivals, go };
}

describe('time travel', () => {
	test('keeps what an export reads from, when it goes elsewhere and when it goes home', async () => {
		const { travel, asked, go } = travelling();
		const past = new Past();
		const way = go(1_000);
		asked[0]?.arrive(past);
		await way;
		let written = (): void => {};
		travel.keepFor(new Promise<void>((resolve) => (written = resolve)));
		void go(900);
		await go(null);
		expect([travel.past, past.isClosed, asked.length]).toEqual([null, false, 1]);
		written();
		await expect.poll(() => past.isClosed).toBe(true);
	});

	test('shows the present until it has arrived', async () => {
		const { travel, asked, arrivals, go } = travelling();
		const past = new Past();
		const way = go(1_000);
		expect(travel).toMatchObject({ at: null, past: null, destination: 1_000, isOver: false });
		asked[0]?.arrive(past);
		await way;
		expect(travel).toMatchObject({ at: 1_000, past: past.store, destination: null });
		expect(arrivals).toEqual([1_000]);
	});

	test('goes where it was last sent: a way that was given up is stopped, and what it found let go', async () => {
		const { travel, asked, arrivals, go } = travelling();
		const [first, second] = [new Past(), new Past()];
		const ways = [go(1_000), go(2_000)];
		expect(asked[0]?.journey.signal.aborted).toBe(true);
		asked[1]?.arrive(second);
		asked[0]?.arrive(first);
		await Promise.all(ways);
		expect(travel.past).toBe(second.store);
		expect([first.isClosed, second.isClosed]).toEqual([true, false]);
		expect(arrivals).toEqual([2_000]);
	});

	test('lets a past go when another is shown, unless it is the same one gone on', async () => {
		const { asked, go } = travelling();
		const [first, second] = [new Past(), new Past()];
		for (const [place, past] of [first, first, second].entries()) {
			const way = go(1_000 + place);
			asked[place]?.arrive(past);
			await way;
			expect(first.isClosed).toBe(past === second);
		}
		await go(null);
		expect(second.isClosed).toBe(true);
	});

	test('stays where it is where a way cannot be gone, and says why until the next', async () => {
		const { travel, asked, go } = travelling();
		const way = go(1_000);
		asked[0]?.fail(new Error('the store is damaged'));
		await way;
		expect(travel).toMatchObject({ at: null, problem: 'the store is damaged', isOver: false });
		await go(null);
		expect(travel).toMatchObject({ problem: null, isOver: true });
	});

	test('can begin in the past, of which nothing is known at first', async () => {
		const { travel, asked, go } = travelling();
		travel.begin(1_000);
		expect(await travel.past?.timers({}, { limit: 1, direction: 'after' })).toEqual([]);
		expect(travel.share).toBe(0);
		const way = go(1_000);
		asked[0]?.arrive(new Past());
		await way;
		expect(travel.share).toBeNull();
	});
});
