/** What the listing commands share. */
import type { StoreStatus } from '../store/port.ts';
import { plural } from '../text/figures.ts';
import { UsageError } from './context.ts';

/** @throws {UsageError} where a state is none of those the list can have */
export function checkStates(given: readonly string[], known: readonly string[]): readonly string[] {
	const wrong = given.find((state) => !known.includes(state));
	if (wrong === undefined) return given;
	throw new UsageError(`--state is one of ${known.join(', ')}, not "${wrong}"`);
}

/** A list that is behind the events says so: it is never silently stale. */
export function staleNotice({ backlog }: StoreStatus): void {
	if (backlog > 0) {
		process.stderr.write(
			`note: ${backlog} ${plural(backlog, 'event waits', 'events wait')} for the engine (slatop tick, slatop engine or the dashboard takes them)\n`,
		);
	}
}
