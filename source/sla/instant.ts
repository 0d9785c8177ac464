/** Instants: integer UTC milliseconds inside, RFC 3339 at the border. */

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * The instant a text names, in UTC ms (finer fractions are cut), or undefined where it is not an
 * RFC 3339 date-time with an offset.
 */
export function parseInstant(text: string): number | undefined {
	const parts = RFC3339.exec(text);
	if (!parts) return undefined;
	const [year, month, day, hour, minute, second] = [
		Number(parts[1]),
		Number(parts[2]),
		Number(parts[3]),
		Number(parts[4]),
		Number(parts[5]),
		Number(parts[6]),
	];
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
	if (hour > 23 || minute > 59 || second > 60) return undefined;
	const offsetHours = Number(parts[9] ?? 0);
	const offsetMinutes = Number(parts[10] ?? 0);
	if (offsetHours > 23 || offsetMinutes > 59) return undefined;
	const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
	const offsetMs = (offsetHours * 60 + offsetMinutes) * 60_000 * (parts[8] === '-' ? -1 : 1);
	return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMs;
}

/** `2026-11-20T15:30:00Z`, with `.sss` only where it is not zero. */
export function formatInstant(at: number): string {
	const text = new Date(at).toISOString();
	return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** The number of days of a month (1 to 12) of a year. */
export function daysInMonth(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
