/**
 * Sends from the queue of alerts: each at least once, whoever dies on the way. Recipients are served side by side,
 * so that one who hangs keeps nobody waiting; each of them one message after another.
 */
import { DAY_MS, HOUR_MS } from '../sla/duration.ts';
import type { Agreement } from '../sla/level.ts';
import type { Recipient } from '../sla/recipient.ts';
import type { Lease } from '../store/port.ts';
import type { AlertQueue, QueuedAlert, RecipientState, Settlement } from '../store/port-alerts.ts';
import { messageOf } from '../text/message.ts';
import { within } from '../text/within.ts';
import { backoffMs } from './backoff.ts';
import { failed, type Outcome, type Surroundings } from './channel.ts';
import { alertMessage, digestMessage, type Message } from './message.ts';
import { openChannel } from './open-channel.ts';
import { planFor } from './plan.ts';

/** Alerts looked at together: all that a bad night leaves, so that they go together; bounds memory. */
const BATCH = 10_000;
/** Alerts are kept for 400 days: this month of last year can still be looked at. */
const KEPT_MS = 400 * DAY_MS;
const FORGET_EVERY_MS = HOUR_MS;

export interface SenderOptions {
	readonly queue: AlertQueue;
	/** The engine's clock. */
	readonly now: () => number;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly surroundings: Surroundings;
	/** The store failed: nothing was lost, and the next round tries again. */
	readonly onError: (error: unknown) => void;
	/** A recipient's messages have begun to fail, or fail for another reason, or go again (null). */
	readonly onChange?: (recipient: string, problem: string | null) => void;
}

type Under = Pick<Agreement, 'name' | 'notify'>;

/** How it goes with a recipient after a message. */
function stateAfter(
	before: RecipientState,
	outcome: Outcome,
	nowAt: number,
	random: number,
	givenUp: number,
): RecipientState {
	const { recipient } = before;
	if (outcome.ok) {
		return { recipient, failures: 0, failingSince: null, nextTryAt: null, problem: null, gaveUp: 0 };
	}
	const failures = before.failures + 1;
	return {
		recipient,
		failures,
		failingSince: before.failingSince ?? nowAt,
		nextTryAt: nowAt + backoffMs(failures, random, outcome.retryAfterMs),
		problem: outcome.said,
		gaveUp: before.gaveUp + givenUp,
	};
}

export class Sender {
	private readonly lanes = new Map<string, Promise<void>>();
	private readonly ending = new AbortController();
	private known: Under | null = null;
	/** When it was last looked: a clock that shows less was set. */
	private lookedAt = Number.POSITIVE_INFINITY;
	/** How far it has come with forgetting old alerts, and when it goes on. */
	private forgotten = 0;
	private forgetsAt = 0;

	constructor(private readonly options: SenderOptions) {}

	/**
	 * Begins to serve everybody for whom something waits; who is being served already is left to it.
	 * @param lease of the engine that it sends for: where that is lost meanwhile, nothing more is written by it
	 */
	async begin(agreement: Under, lease: Lease): Promise<void> {
		if (this.isEnding) return;
		const { queue, now, onError } = this.options;
		try {
			const nowAt = now();
			if (nowAt < this.lookedAt) await queue.mendClock(lease, nowAt);
			this.lookedAt = nowAt;
			if (agreement !== this.known) await queue.keepRecipients(lease, [...agreement.notify.keys()]);
			this.known = agreement;
			await this.forget(lease, nowAt);
			for (const name of await queue.waitingRecipients(nowAt)) {
				if (this.lanes.has(name)) continue;
				const lane = this.serve(name, agreement, lease)
					.catch(onError)
					.finally(() => this.lanes.delete(name));
				this.lanes.set(name, lane);
			}
		} catch (error) {
			onError(error);
		}
	}

	/** Waits until everybody has been served as far as it goes now. */
	async idle(): Promise<void> {
		await Promise.all(this.lanes.values());
	}

	/** Ends what is under way: it is not noted as sent, and is sent again by whoever comes next. */
	async stop(): Promise<void> {
		this.ending.abort();
		await this.idle();
	}

	/** Forgets old alerts, a few at each look; once there are none left, it looks again after a while. */
	private async forget(lease: Lease, nowAt: number): Promise<void> {
		if (nowAt < this.forgetsAt) return;
		const last = await this.options.queue.forgetAlerts(lease, nowAt - KEPT_MS, this.forgotten);
		this.forgotten = last ?? 0;
		this.forgetsAt = last === null ? nowAt + FORGET_EVERY_MS : nowAt;
	}

	private get isEnding(): boolean {
		return this.ending.signal.aborted;
	}

	private async serve(name: string, agreement: Under, lease: Lease): Promise<void> {
		const recipient = agreement.notify.get(name);
		if (!recipient) return this.dropAll(name, lease);
		const { queue, now } = this.options;
		for (;;) {
			const nowAt = now();
			const { nextTryAt } = await queue.recipientState(name);
			if (this.isEnding || (nextTryAt !== null && nextTryAt > nowAt)) return;
			const waiting = await queue.waitingAlerts(name, nowAt, BATCH);
			if (waiting.length === 0) return;
			const sinceAt = nowAt - (recipient.digest?.withinMs ?? 0);
			const plan = planFor(recipient, waiting, await queue.goneSince(name, sinceAt), nowAt);
			if ('holdUntil' in plan) {
				await queue.holdAlerts(lease, name, nowAt, plan.holdUntil);
				return;
			}
			for (const planned of plan.send) {
				// While another message was under way, somebody may have stopped or put off this one.
				const still = await queue.stillWaiting(
					planned.map(({ row }) => row),
					now(),
				);
				const alerts = planned.filter(({ row }) => still.has(row));
				if (this.isEnding || !(await this.tell(recipient, alerts, agreement.name, lease))) return;
			}
		}
	}

	/** Sends one message, and tells whether it went. */
	private async tell(
		recipient: Recipient,
		alerts: readonly QueuedAlert[],
		agreement: string,
		lease: Lease,
	): Promise<boolean> {
		const occasion = { recipient: recipient.name, agreement, nowAt: this.options.now() };
		const [only, ...more] = alerts;
		if (!only) return true;
		const message = more.length === 0 ? alertMessage(only, occasion) : digestMessage(alerts, occasion);
		const outcome = await this.deliver(recipient, message);
		// Ended in the middle of it: whether it went is not known.
		if (this.isEnding && !outcome.ok) return false;
		await this.settle(recipient, message, alerts, outcome, lease);
		return outcome.ok;
	}

	private async deliver({ channel, timeoutMs }: Recipient, message: Message): Promise<Outcome> {
		try {
			const open = openChannel(channel, this.options.surroundings);
			return await within(timeoutMs, this.ending.signal, (signal) => open.deliver(message, signal));
		} catch (error) {
			return failed(messageOf(error));
		}
	}

	private async settle(
		{ name, channel, giveUpMs }: Recipient,
		message: Message,
		alerts: readonly QueuedAlert[],
		outcome: Outcome,
		lease: Lease,
	): Promise<void> {
		const { queue, now, random, surroundings, onChange } = this.options;
		const nowAt = now();
		// All of them at the same time: what went together as a digest goes together again.
		const tries = Math.max(...alerts.map((alert) => alert.tries)) + 1;
		const againAt = outcome.ok ? null : nowAt + backoffMs(tries, random(), outcome.retryAfterMs);
		const settled = alerts.map(({ row, failedAt }): Settlement['alerts'][number] => {
			if (outcome.ok) return { row, state: 'sent', nextTryAt: null };
			const isOver = nowAt - (failedAt ?? nowAt) >= giveUpMs;
			return { row, state: isOver ? 'failed' : 'queued', nextTryAt: isOver ? null : againAt };
		});
		const givenUp = settled.filter(({ state }) => state === 'failed').length;
		const delivery = {
			recipient: name,
			at: nowAt,
			// A dashboard on a simulated floor does not ring either.
			channel: surroundings.isRehearsal ? 'rehearsed' : channel.kind,
			text: message.text,
			alerts: alerts.length,
			ok: outcome.ok,
			said: outcome.said,
		};
		const before = await queue.recipientState(name);
		const recipient = stateAfter(before, outcome, nowAt, random(), givenUp);
		await queue.settle(lease, { delivery, alerts: settled, recipient });
		if (recipient.problem !== before.problem) onChange?.(name, recipient.problem);
	}

	/** What waits for somebody whom the agreement does not know any more is given up. */
	private async dropAll(name: string, lease: Lease): Promise<void> {
		const { queue, now } = this.options;
		for (;;) {
			const at = now();
			const waiting = await queue.waitingAlerts(name, at, BATCH);
			if (waiting.length === 0) return;
			await queue.settle(lease, {
				delivery: {
					recipient: name,
					at,
					channel: 'none',
					text: `${waiting.length} alerts`,
					alerts: waiting.length,
					ok: false,
					said: 'the agreement has no recipient of that name any more',
				},
				alerts: waiting.map(({ row }) => ({ row, state: 'failed', nextTryAt: null })),
			});
		}
	}
}
