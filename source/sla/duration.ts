/** Durations of an agreement: counted time (`1h30m`, `2d`) or working days (`3bd`). */

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const QUARTER_MS = 15 * MINUTE_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A share of an amount of time in percent (of four places at the most), rounded down to the millisecond. */
export function shareOf(amountMs: number, percent: number): number {
	// In whole numbers: 0.29 is a little less than that to a computer, and so would be what it is a share of.
	return Math.floor((amountMs * Math.round(percent * 10_000)) / 1_000_000);
}

/** How much time a target allows: counted ms, or until the close of the n-th working day. */
export type Allowance = { readonly countedMs: number } | { readonly workingDays: number };

const UNIT_MS: Readonly<Record<string, number>> = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS };
const COUNTED = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const WORKING_DAYS = /^(\d+)bd$/;

/** Counted ms of `45s` `30m` `4h` `1h30m` `2d`; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
	const parts = COUNTED.exec(text.trim());
	if (!parts || text.trim() === '') return undefined;
	return ['d', 'h', 'm', 's'].reduce(
		(sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * (UNIT_MS[unit] ?? 0),
		0,
	);
}

/** The allowance a text names (`4h`, `3bd`); undefined where it names none, or none of any length. */
export function parseAllowance(text: string): Allowance | undefined {
	const days = WORKING_DAYS.exec(text.trim());
	if (days) return Number(days[1]) > 0 ? { workingDays: Number(days[1]) } : undefined;
	const countedMs = parseDurationMs(text);
	return countedMs === undefined || countedMs === 0 ? undefined : { countedMs };
}

/** `1h30m`, `2d`, `45s`: the shortest text that `parseDurationMs` reads back (whole seconds). */
export function formatDuration(durationMs: number): string {
	let restS = Math.floor(durationMs / SECOND_MS);
	if (restS === 0) return '0s';
	let text = '';
	for (const unit of ['d', 'h', 'm', 's']) {
		const unitS = (UNIT_MS[unit] ?? SECOND_MS) / SECOND_MS;
		const count = Math.floor(restS / unitS);
		if (count > 0) text += `${count}${unit}`;
		restS -= count * unitS;
	}
	return text;
}

/** An allowance as the agreement writes it. */
export function formatAllowance(allowance: Allowance): string {
	return 'workingDays' in allowance ? `${allowance.workingDays}bd` : formatDuration(allowance.countedMs);
}
