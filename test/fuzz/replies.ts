/** Replies of help desks, fuzzed: every connector reads answers of which some are wrong in any way. */

import type { Random } from '../../source/sources/floor/prng.ts';
import { SourceProblem } from '../../source/sources/http/problem.ts';
import { Syncing } from '../support/syncing.ts';
import { VENDORS } from '../support/vendors.ts';
import { mutated } from './mutations.ts';

const NOW = '2026-11-24T18:00:00Z';
/** A share of the answers is wrong. */
const WRONG = 0.15;
/** No sync of so little asks more often: it would never end. */
const MOST_REQUESTS = 3_000;

export interface BadReply {
	readonly vendor: string;
	readonly problem: string;
	/** The last answer that was wrong, as base64. */
	readonly reply: string;
}

/** Answers as a desk has given them, by what was asked. */
class Recorded {
	private readonly answers = new Map<string, Buffer>();
	requests = 0;
	last: Buffer = Buffer.alloc(0);

	/** Asks the desk itself, and keeps what it says. */
	async record(real: typeof fetch, work: () => Promise<unknown>): Promise<void> {
		globalThis.fetch = async (input, init) => {
			const response = await real(input, init);
			const bytes = Buffer.from(await response.arrayBuffer());
			if (response.ok) this.answers.set(String(input), bytes);
			return new Response(new Uint8Array(bytes), response);
		};
		await work();
	}

	/** Answers in the desk's place; now and then wrongly. */
	answer(random: Random): typeof fetch {
		this.requests = 0;
		const others = [...this.answers.values()];
		return async (input) => {
			if (++this.requests > MOST_REQUESTS) throw new Error('it asks without end');
			const known = this.answers.get(String(input)) ?? others[Math.floor(random.next() * others.length)];
			const right = known ?? Buffer.from('{}');
			if (!random.chance(WRONG)) return new Response(new Uint8Array(right));
			this.last = mutated(right, random, others);
			return new Response(new Uint8Array(this.last));
		};
	}
}

/** @param total how many syncs, shared among the vendors */
export async function fuzzReplies(
	total: number,
	random: Random,
	onVendor: (vendor: string, syncs: number, found: readonly BadReply[]) => void = () => {},
): Promise<readonly BadReply[]> {
	const real = globalThis.fetch;
	const bad: BadReply[] = [];
	for (const { name, open, morning } of VENDORS) {
		const desk = await open();
		const { kind, key, user, server } = desk;
		const syncing = await Syncing.of({ kind, url: server.url, key, ...(user ? { user } : {}), now: NOW });
		const found: BadReply[] = [];
		const count = Math.ceil(total / VENDORS.length);
		try {
			morning(desk);
			const recorded = new Recorded();
			await recorded.record(real, () => syncing.sync());
			for (let turn = 0; turn < count; turn++) {
				globalThis.fetch = recorded.answer(random);
				syncing.forget();
				const problem = await problemOf(() => syncing.sync({ full: true }), recorded);
				if (problem !== null) found.push({ vendor: name, problem, reply: recorded.last.toString('base64') });
			}
		} finally {
			globalThis.fetch = real;
			await syncing.dispose();
			await desk.close();
		}
		bad.push(...found);
		onVendor(name, count, found);
	}
	return bad;
}

async function problemOf(work: () => Promise<unknown>, recorded: Recorded): Promise<string | null> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof SourceProblem))
			return error instanceof Error ? (error.stack ?? '') : String(error);
	}
	return recorded.requests > MOST_REQUESTS ? 'it asks without end' : null;
}
