/** Timers of the fold and of the slow reading, made alike to be compared. */
import { parseAgreement } from '../../../source/sla/agreement/parse.ts';
import type { AgreementVersion } from '../../../source/sla/fold.ts';
import type { Story } from './histories.ts';
import { OUT_OF_SIGHT } from './slow-calendar.ts';
import { type SlowRow, SlowTicket } from './slow-ticket.ts';

export async function versionsOf(files: Story['files']): Promise<AgreementVersion[]> {
	const versions: AgreementVersion[] = [];
	for (const { text, inForceAt, movesOpen } of files) {
		const { agreement, problems } = await parseAgreement(text, () => Promise.reject(new Error('no files')));
		if (!agreement) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
		versions.push({ agreement, inForceAt, movesOpen });
	}
	return versions;
}

type Row = Omit<SlowRow, 'superseded'> & { readonly ticket: string; readonly superseded?: boolean };

const keyOf = ({ ticket, metric, cycle }: Row): string => `${ticket} ${metric} ${cycle}`;
const iso = (at: number | null): string | null =>
	at === null || !Number.isFinite(at) ? String(at) : new Date(at).toISOString();

function shown(row: Row): string {
	const { level, calendar, state, startedAt, atRiskAt, dueAt, closedAt, targetMs, countedMs, pausedMs } = row;
	const instants = `from ${iso(startedAt)} at risk ${iso(atRiskAt)} due ${iso(dueAt)} closed ${iso(closedAt)}`;
	const amounts = `target ${targetMs} counted ${countedMs} paused ${pausedMs}`;
	const kind = `${level} ${calendar} ${state}, ${row.reason}${row.superseded ? ', superseded' : ''}`;
	return `${keyOf(row)}: ${kind} ${instants} ${amounts}`;
}

/** Rows in words, without those that the slow clock cannot see to their end. */
export const shownTimers = (rows: readonly Row[], beyond: ReadonlySet<string>): string[] =>
	rows
		.filter((row) => !beyond.has(keyOf(row)))
		.map(shown)
		.sort();

export function slowTimers({ tickets, desk, later, nowAt }: Story): {
	readonly timers: readonly string[];
	/** The timers that are due, or have their target, beyond the weeks that the slow clock sees. */
	readonly beyond: ReadonlySet<string>;
} {
	const rows = tickets.flatMap(({ events }): Row[] =>
		SlowTicket.rowsOf(events, desk, later, nowAt).map((row) => ({ ticket: events[0]?.ticket ?? '', ...row })),
	);
	const isBeyond = (row: Row): boolean => [row.dueAt, row.atRiskAt, row.targetMs].includes(OUT_OF_SIGHT);
	const beyond = new Set(rows.filter(isBeyond).map(keyOf));
	return { timers: shownTimers(rows, beyond), beyond };
}
