/** What people were told of a ticket, as lines: who, of what, and whether it went. */
import type { AlertRow, AlertState } from '../../store/port-alerts.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart } from '../../text/fit.ts';
import type { Theme, Token } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, WORDS } from '../words.ts';

/** Those that somebody hears of, or would have. What was overtaken or past from the beginning is nobody's news. */
const SHOWN: Readonly<Record<AlertState, Token | null>> = {
	queued: 'warning',
	sent: 'plain',
	failed: 'missed',
	stopped: 'faint',
	overtaken: null,
	passed_over: null,
};

/** A step by its name in the store: `breach`, `every 30m`, `15m before`, `75%`. */
function stepWord(step: string): string {
	const { breach, every, before } = WORDS.alerts.steps;
	if (step === 'breach') return breach;
	const [, interval] = /^every (.+)$/.exec(step) ?? [];
	if (interval !== undefined) return every(interval);
	const [, left] = /^(.+) before$/.exec(step) ?? [];
	return left === undefined ? step : before(left);
}

function becameWords(alert: AlertRow, at: number): string {
	const { alertState, sentAt, nextTryAt, tries, lastError } = alert;
	const words = WORDS.alerts;
	const why = lastError === null ? '' : `: ${lastError}`;
	switch (alertState) {
		case 'sent':
			return words.sent(sentAt === null ? '' : dayAndTime(sentAt, at));
		case 'queued':
			if (tries > 0) return words.failing(tries) + why;
			return nextTryAt !== null && nextTryAt > at ? words.heldUntil(dayAndTime(nextTryAt, at)) : words.queued;
		case 'failed':
			return words.gaveUp(tries) + why;
		case 'stopped':
			return words.stopped;
		default:
			return '';
	}
}

/** @param at the instant that the screen shows */
export function alertLines(alerts: readonly AlertRow[], width: number, at: number, theme: Theme): string[] {
	return alerts.flatMap((alert) => {
		const token = SHOWN[alert.alertState];
		if (token === null) return [];
		const { metric, step, repeat, recipient } = alert;
		const told = WORDS.alerts.told(metricWord(metric), stepWord(step), repeat, recipient);
		const text = cleanText(`${told}: ${becameWords(alert, at)}`);
		const fitted = fitStart(text, width - 13, { ascii: !theme.isUnicode });
		return [` ${theme.paint('faint', dayAndTime(alert.createdAt, at))} ${theme.paint(token, fitted)}`];
	});
}
