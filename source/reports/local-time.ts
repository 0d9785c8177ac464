import { DateTime } from 'luxon';

/** `2026-11-24 14:05`, by the clock on a zone's wall. */
export const localTime = (at: number, zone: string): string =>
	DateTime.fromMillis(at, { zone }).setLocale('en').toFormat('yyyy-MM-dd HH:mm');
