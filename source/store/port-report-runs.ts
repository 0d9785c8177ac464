/**
 * The store's port for scheduled reports: how far each has come, whichever engine makes them. What one writes is fenced
 * by who holds the lease: it throws `StaleLease`, and writes nothing, where another does.
 */
import type { Lease } from './port.ts';

export interface ReportRun {
	/** The report's name in the agreement. */
	readonly report: string;
	/** Its turns up to this instant are settled: made, or passed over. */
	readonly doneAt: number;
	/** When one was last made and delivered, and where it went; null: never. */
	readonly madeAt: number | null;
	readonly said: string | null;
	/** Tries that have failed since. */
	readonly failures: number;
	readonly failingSince: number | null;
	/** Nothing is tried before this instant. */
	readonly nextTryAt: number | null;
	readonly problem: string | null;
}

export interface ReportRunStore {
	runs(): Promise<readonly ReportRun[]>;
	putRun(lease: Lease, run: ReportRun): Promise<void>;
	/** Forgets reports of other names than these. */
	keepRuns(lease: Lease, names: readonly string[]): Promise<void>;
}
