/** The interface that every channel stands behind. */
import type { Message } from './message.ts';

export interface Delivered {
	readonly ok: true;
	/** What the receiver answered, in a few words. */
	readonly said: string;
}

export interface Failed {
	readonly ok: false;
	/** What went wrong, for people; never a secret. */
	readonly said: string;
	/** The receiver asks to be left alone for so long. */
	readonly retryAfterMs?: number;
}

export type Outcome = Delivered | Failed;

export interface Channel {
	/** Delivers a message; what goes wrong is an outcome and never thrown. The signal ends it early. */
	deliver(message: Message, signal: AbortSignal): Promise<Outcome>;
}

/** What this process lends to channels. */
export interface Surroundings {
	/** Where secrets and addresses are. */
	readonly env: NodeJS.ProcessEnv;
	/** Writes a line to standard error; null where a dashboard has the terminal that it goes to. */
	readonly stderr: ((line: string) => unknown) | null;
	/** Nothing leaves the machine: a simulated floor must never call a real person. */
	readonly isRehearsal: boolean;
}

export const delivered = (said: string): Delivered => ({ ok: true, said });

/** @param askedMs how long the receiver asks to be left alone */
export const failed = (said: string, askedMs: number | null = null): Failed =>
	askedMs === null ? { ok: false, said } : { ok: false, said, retryAfterMs: askedMs };
