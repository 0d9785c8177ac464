/** Time travel: which instant the board shows, and the way to another. */
import type { BoardStore, StoreStatus } from '../../store/port.ts';
import { NO_AGREEMENT } from '../../store/port.ts';
import { NO_REPORTS } from '../../store/port-reports.ts';
import { failureText } from './failure.ts';
import { Readers } from './readers.ts';

/** The board as it stood at an instant. */
export interface PastStore extends BoardStore {
	close(): Promise<void>;
}

/** A way that takes a while. */
export interface Journey {
	/** Ends it early, with a rejection. */
	readonly signal: AbortSignal;
	/** @param share how far it is done, from 0 to 1 */
	readonly onProgress: (share: number) => void;
}

/** Finds the board as it stood at an instant; perhaps the same object as the last time, gone on. */
export type TimeMachine = (at: number, journey: Journey) => Promise<PastStore>;

/** A short way is not spoken of. */
const SHORT_MS = 150;
/** Its progress is drawn in steps: few bytes over a slow link. */
const STEPS = 20;

export const NO_STATUS: StoreStatus = {
	tickedAt: 0,
	everyS: 1,
	agreementProblem: null,
	agreement: NO_AGREEMENT,
	backlog: 0,
	sources: [],
};

const none = async (): Promise<never[]> => [];

/** What is shown before the first instant is reached: nothing. */
export const NOWHERE: PastStore = {
	reports: NO_REPORTS,
	version: async () => 0,
	status: async () => NO_STATUS,
	counters: none,
	tallies: none,
	departmentTallies: none,
	closedSince: none,
	dueByHour: none,
	timers: none,
	agentNames: none,
	log: none,
	agreements: none,
	configuredSources: none,
	detail: async () => null,
	close: async () => {},
};

interface Way {
	/** Where to; null: to the present. */
	readonly at: number | null;
	readonly control: AbortController;
	readonly setOutAt: number;
}

export interface TravelOptions {
	/** Left out: there is no past to be seen. */
	readonly machine?: TimeMachine;
	/** The board's own order of things: an arrival waits for its turn. */
	readonly inTurn: (action: () => Promise<void>) => Promise<void>;
	/** There is something to be drawn. */
	readonly onChange: () => void;
}

export class Travel {
	/** The instant that is shown; null: the present. */
	at: number | null = null;
	/** What is shown of it. */
	past: PastStore | null = null;
	/** How far the way is done, from 0 to 1, where it is worth telling. */
	share: number | null = null;
	/** Why the last way was not gone; null where it was. */
	problem: string | null = null;
	private way: Way | null = null;
	private readonly readers = new Readers();

	constructor(private readonly options: TravelOptions) {}

	/** Where it goes, while it does. */
	get destination(): number | null {
		return this.way?.at ?? null;
	}

	/** Whether the present is shown, and nothing else is said or under way. */
	get isOver(): boolean {
		return this.at === null && this.way === null && this.problem === null;
	}

	/** Whether it goes to its first instant, and nothing of the past is known yet. */
	get isNowhere(): boolean {
		return this.past === NOWHERE;
	}

	get isPossible(): boolean {
		return this.options.machine !== undefined;
	}

	/** Begins in the past, of which nothing is known yet. */
	begin(at: number): void {
		this.at = at;
		this.past = NOWHERE;
		this.share = 0;
	}

	/**
	 * Goes to an instant, or (null) to the present. Whoever wants to be elsewhere meanwhile is taken there.
	 * @param arrived reads anew what is shown
	 */
	async to(at: number | null, arrived: () => Promise<void>): Promise<void> {
		this.way?.control.abort();
		const way: Way = { at, control: new AbortController(), setOutAt: Date.now() };
		this.way = way;
		this.problem = null;
		this.share = this.past === NOWHERE ? 0 : null;
		const past = at === null ? null : await this.find(at, way);
		await this.options.inTurn(async () => {
			const left = this.past;
			if (way !== this.way) {
				if (past !== left) await past?.close();
				return;
			}
			this.way = null;
			this.share = null;
			if (at !== null && !past) return;
			this.at = at;
			this.past = past;
			await arrived();
			if (left !== past) await this.readers.release(left);
		});
	}

	/** What is shown of the past stays as it is until this is done, also where one goes on before. */
	keepFor(reader: Promise<unknown>): void {
		if (this.past) this.readers.add(reader);
	}

	private async find(at: number, way: Way): Promise<PastStore | null> {
		const { machine } = this.options;
		const onProgress = (share: number): void => this.progress(way, share);
		// The machine may go on with the store that is shown.
		if (this.readers.areAny) await this.readers.done();
		try {
			return machine ? await machine(at, { signal: way.control.signal, onProgress }) : null;
		} catch (error) {
			if (way === this.way) this.problem = failureText(error);
			return null;
		}
	}

	private progress(way: Way, share: number): void {
		if (way !== this.way || Date.now() - way.setOutAt < SHORT_MS) return;
		const step = Math.floor(share * STEPS) / STEPS;
		if (step === this.share) return;
		this.share = step;
		this.options.onChange();
	}
}
