/** What has changed on the floor since the last time, as sentences. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { cleanText } from '../../text/clean.ts';
import type { Board } from '../model/board.ts';
import { breaches, closings, risks, type WatchedStore } from '../model/news.ts';
import { agreementWords, alertWords } from '../screens/header-health.ts';
import { timeOfDay } from '../when.ts';
import { WORDS } from '../words.ts';
import { closingSentence, countsSentence, timerSentence } from './sentences.ts';

/** So many events are taken in within a moment. */
const MUCH = 1_000;
/** So many things are told one by one; of more, how many. */
const MOST_TOLD = 5;
/** Counters that change all the time are told this seldom. */
const COUNTS_MS = MINUTE_MS;

/** What is wrong, in a sentence; null where nothing is. */
function troubleSentence(board: Board): string | null {
	const { agreementProblem, tickedAt, backlog } = board.overview.status;
	if (board.engineError !== null) return WORDS.accessible.engineStopped(cleanText(board.engineError));
	const since = board.engineBehindSince;
	if (since !== null) {
		return tickedAt === 0 ? WORDS.neverTicked : WORDS.accessible.engineBehind(timeOfDay(since));
	}
	if (agreementProblem !== null) return agreementWords(board);
	const untold = alertWords(board);
	if (untold !== null) return untold;
	// Not how many are left: that changes all the time.
	return backlog > MUCH ? WORDS.takingInFirst : null;
}

/** The first of the changes, and how many more there are. */
function told(changes: readonly string[]): readonly string[] {
	const more = changes.length - MOST_TOLD;
	return more > 0 ? [...changes.slice(0, MOST_TOLD), WORDS.accessible.andMore(more)] : changes;
}

export class Reporter {
	private readonly news;
	private trouble: string | null = null;
	private counts = '';
	private countedMs = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly board: Board,
		store: WatchedStore,
	) {
		this.news = { breaches: breaches(store), risks: risks(store), closings: closings(store) };
	}

	/** How things stand, for whoever begins to listen or asks. */
	summary(): string {
		this.counts = countsSentence(this.board.overview);
		this.countedMs = performance.now();
		return this.counts;
	}

	/** What is to be said now. */
	async look(nowAt: number): Promise<readonly string[]> {
		const changes = [
			...(await this.news.breaches.look(nowAt)).map((row) => timerSentence(row, nowAt)),
			...(await this.news.risks.look(nowAt)).map((row) => timerSentence(row, nowAt)),
			...(await this.news.closings.look(nowAt)).map(closingSentence),
		];
		// While a past is taken in, what it brings is no news.
		const isTakingIn = this.board.isTakingIn;
		return [...this.troubles(), ...(isTakingIn ? [] : [...told(changes), ...this.countsIfChanged()])];
	}

	private troubles(): string[] {
		const trouble = troubleSentence(this.board);
		if (trouble === this.trouble) return [];
		this.trouble = trouble;
		return [trouble ?? WORDS.accessible.allIsWell];
	}

	private countsIfChanged(): string[] {
		const counts = countsSentence(this.board.overview);
		if (counts === this.counts || performance.now() - this.countedMs < COUNTS_MS) return [];
		return [this.summary()];
	}
}
