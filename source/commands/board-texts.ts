/** Texts that the dashboard shows when somebody asks: loaded then, for they bring the whole agreement with them. */
import { explainTicket } from '../engine/explain-ticket.ts';
import { compileVersion } from '../engine/versions.ts';
import { agreementDocument } from '../reports/agreement-document.ts';
import { explanationLines } from '../reports/explanation.ts';
import { type MonthView, readMonthView } from '../reports/month-view.ts';
import { localDate, startOfLocalDay } from '../sla/calendar/zone.ts';
import { DAY_MS } from '../sla/duration.ts';
import type { BoardStore } from '../store/port.ts';
import { documentWords } from '../ui/words.ts';
import { keptTerms } from './terms.ts';

/** *Why this due*: the lines of `slatop explain`, for one ticket. */
export async function explainLines(store: BoardStore, ticket: string, nowAt: number): Promise<string[]> {
	const history = (await store.detail(ticket))?.history ?? [];
	const histories = async (): Promise<Map<string, readonly string[]>> => new Map([[ticket, history]]);
	const explained = await explainTicket({ histories, agreements: () => store.agreements() }, ticket, nowAt);
	const words = await documentWords();
	if (!explained || explained.explanations.length === 0) return ['', words.why.noTimers];
	return explained.explanations.flatMap((explanation) => ['', ...explanationLines(explanation, words)]);
}

/** The agreement in force, as `slatop agreement show` has it; null where there is none. */
export async function documentLines(store: BoardStore): Promise<string[] | null> {
	const stored = (await store.agreements()).at(-1);
	return stored ? agreementDocument((await compileVersion(stored)).agreement, await documentWords()) : null;
}

/** The month so far, as the screen *Compliance* has it; null where there is no agreement. */
export async function monthView(store: BoardStore, nowAt: number): Promise<MonthView | null> {
	const termsAt = await keptTerms(store);
	return termsAt && readMonthView(store, termsAt, nowAt);
}

/** How far ahead a calendar is looked at for its next hours: over any holidays. */
const DAYS_AHEAD = 31;

/** When a calendar of the agreement in force opens on the day after an instant's, or as soon after as it does. */
export async function opensTomorrow(store: BoardStore, calendar: string, at: number): Promise<number | null> {
	const stored = (await store.agreements()).at(-1);
	const found = stored && (await compileVersion(stored)).agreement.calendars.get(calendar);
	if (!found) return null;
	const tomorrowAt = startOfLocalDay(localDate(at, found.timezone) + 1, found.timezone);
	return found.intervals(tomorrowAt, tomorrowAt + DAYS_AHEAD * DAY_MS)[0]?.startAt ?? null;
}
