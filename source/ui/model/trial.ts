/** A changed agreement, tried on what has been before it comes into force: what is asked, and what is answered. */
import type { Period } from '../../reports/period.ts';
import type { WhatIfResult } from '../../reports/what-if.ts';

/** Stretches of the past that it can be tried on; the first is what people mostly ask for. */
export const TRIAL_SPANS = ['last_month', 'this_month', 'last_90_days', 'everything'] as const;
export type TrialSpan = (typeof TRIAL_SPANS)[number];

export interface TrialQuestion {
	/** The changed file. */
	readonly path: string;
	readonly span: TrialSpan;
	/** The instant that the screen shows. */
	readonly nowAt: number;
}

export type TrialAnswer =
	| {
			/** The file cannot be used. */
			readonly kind: 'mistakes';
			/** Each with its place in the file. */
			readonly lines: readonly string[];
	  }
	| {
			readonly kind: 'compared';
			readonly result: WhatIfResult;
			readonly period: Period;
			/** Of the agreement in force: days and times are told by it. */
			readonly zone: string;
			/** What the agreement in force is called. */
			readonly inForce: string;
			/** Tickets of that time that were moved to the archive, and are not judged here. */
			readonly lacks: number;
			/** What else there is to be said of the file. */
			readonly notes: readonly string[];
	  };

export interface TrialJourney {
	/** Ends it early, with a rejection. */
	readonly signal: AbortSignal;
	/** @param tickets how many have been judged */
	readonly onProgress: (tickets: number) => void;
}

export interface Trials {
	/** Files that may be meant, the one that changed last first. */
	files(): Promise<readonly string[]>;
	/** Rejected with words for people where it cannot be tried. */
	run(question: TrialQuestion, journey: TrialJourney): Promise<TrialAnswer>;
}
