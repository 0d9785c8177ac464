/** What a report lacks because it was moved to an archive that is not counted in. */
import type { ReportStore } from '../store/port-reports.ts';
import { figures } from '../text/figures.ts';
import type { Period } from './period.ts';

/** How many tickets were moved out of a store, where a period reaches to where any of them are judged; else 0. */
export async function lacking(
	store: Pick<ReportStore, 'archived'>,
	{ sinceAt, untilAt }: Period,
): Promise<number> {
	const { tickets, judged } = await store.archived();
	return judged && judged.lastAt >= sinceAt && judged.firstAt < untilAt ? tickets : 0;
}

const ticketsText = (tickets: number): string =>
	tickets === 1 ? '1 ticket that was' : `${figures(tickets)} tickets that were`;

/** `without 3 tickets that were moved to the archive` */
export const lackText = (tickets: number): string => `without ${ticketsText(tickets)} moved to the archive`;

/** A line of its own where figures must not be taken for all there is; none where nothing lacks. */
export const lackLines = (tickets: number): string[] =>
	tickets === 0 ? [] : [`INCOMPLETE: ${lackText(tickets)}`];
