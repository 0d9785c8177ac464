/** What a wall screen shows: the whole floor and its departments in turn, and whether that is fresh. */
import { SECOND_MS } from '../../sla/duration.ts';
import type { BoardStore, DepartmentTally, TimerRow } from '../../store/port.ts';
import { byName } from '../../text/order.ts';
import type { Board } from '../model/board.ts';
import { type ClosedToday, type Overview, overviewOf } from '../model/overview.ts';

/** Whose turn it is: a department (null: of none), or the whole floor. */
export type Turn = { readonly department: string | null } | 'all';

export interface WallOptions {
	readonly board: Board;
	readonly store: Pick<BoardStore, 'version' | 'departmentTallies' | 'timers'>;
	/** Sources that have not been heard of for too long, by name. */
	readonly lateSources: () => Promise<readonly string[]>;
}

const isSame = (a: Turn, b: Turn): boolean =>
	a === 'all' || b === 'all' ? a === b : a.department === b.department;

interface ClosedByDepartment extends ClosedToday {
	readonly tallies: readonly DepartmentTally[];
}

export class Wall {
	turn: Turn = 'all';
	/** Nothing turns by itself while somebody holds it. */
	isHeld = false;
	/** What falls due next of what is shown; null where nothing does. */
	next: TimerRow | null = null;
	lateSources: readonly string[] = [];
	/** What has closed today, of the whole floor; null until it has been read. */
	closedToday: ClosedByDepartment | null = null;
	private seenVersion = -1;
	private lookedMs = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: WallOptions) {}

	get board(): Board {
		return this.options.board;
	}

	/** The whole floor, and its departments in the order of their names; a floor of one is shown as a whole. */
	get turns(): readonly Turn[] {
		const departments = this.board.overview.queues.map(({ department }) => department);
		const named = departments.filter((name) => name !== null).sort(byName);
		const all: (string | null)[] = departments.includes(null) ? [...named, null] : named;
		return all.length < 2 ? ['all'] : ['all', ...all.map((department) => ({ department }))];
	}

	/** How things stand with whoever's turn it is. */
	get overview(): Overview {
		const { turn, closedToday, board } = this;
		if (turn === 'all') return board.overview;
		const isTheirs = ({ department }: { readonly department: string | null }): boolean =>
			department === turn.department;
		return overviewOf(
			board.facts.counters.filter(isTheirs),
			closedToday && { ...closedToday, tallies: closedToday.tallies.filter(isTheirs) },
			board.overview.status,
		);
	}

	/** Whether what is shown may not be how things stand. */
	get isStale(): boolean {
		const { board } = this;
		return board.engineError !== null || board.engineBehindSince !== null || this.lateSources.length > 0;
	}

	/** Gives the turn to the next, or the one before; who has gone since is passed over. */
	async pass(by: 1 | -1 = 1): Promise<void> {
		const { turns } = this;
		const place = turns.findIndex((turn) => isSame(turn, this.turn));
		this.turn = turns[(place + by + turns.length) % turns.length] ?? 'all';
		await this.readNext();
	}

	/** Reads what has changed since the last time, at most once a second; it may be called more often. */
	async look(): Promise<void> {
		const nowMs = performance.now();
		if (nowMs - this.lookedMs < SECOND_MS) return;
		this.lookedMs = nowMs;
		const late = await this.options.lateSources();
		const version = await this.options.store.version();
		if (version === this.seenVersion && late.join() === this.lateSources.join()) return;
		this.seenVersion = version;
		await this.board.do(async () => {
			this.lateSources = late;
			await this.read();
		});
	}

	private async read(): Promise<void> {
		const { nowAt, overview } = this.board;
		const { dayStart } = await import('../../sla/calendar/local-period.ts');
		const dayAt = dayStart(nowAt, overview.status.agreement.timezone);
		this.closedToday = { tallies: await this.options.store.departmentTallies(dayAt), dayAt, nowAt };
		if (!this.turns.some((turn) => isSame(turn, this.turn))) this.turn = 'all';
		await this.readNext();
	}

	private async readNext(): Promise<void> {
		const { turn } = this;
		const whose = turn === 'all' ? {} : { departments: [turn.department ?? ''] };
		const [next] = await this.options.store.timers(
			{ ...whose, states: ['on_track', 'at_risk'], dueFrom: this.board.nowAt },
			{ direction: 'after', limit: 1 },
		);
		this.next = next ?? null;
	}
}
