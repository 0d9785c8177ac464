import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../../source/sla/instant.ts';
import { RowRefused } from '../../../source/sources/csv/cells.ts';
import type { DateOrder } from '../../../source/sources/csv/mapping.ts';
import { instantIn, OrderEvidence } from '../../../source/sources/csv/times.ts';

/** What a cell is understood as. */
const read = (
	cell: string,
	{
		order = 'day-first',
		zone = 'UTC',
		isDue = false,
	}: { order?: DateOrder; zone?: string; isDue?: boolean } = {},
): string => formatInstant(instantIn(cell, { name: 'Created', order, zone, isDue }));

const NEW_YORK = { zone: 'America/New_York' };

describe('a cell of a column of times', () => {
	it('is read in every form that exports are known to have', () => {
		expect(read('2021-11-03T11:51:13.790Z')).toBe('2021-11-03T11:51:13.790Z');
		expect(read('2026-01-01T00:00:00.000+0000')).toBe('2026-01-01T00:00:00Z');
		expect(read('2014-12-31T12:27:09+10:00')).toBe('2014-12-31T02:27:09Z');
		expect(read('2023-04-08 20:52:00')).toBe('2023-04-08T20:52:00Z');
		expect(read('2023-04-08 20:52')).toBe('2023-04-08T20:52:00Z');
		expect(read('01/02/2015 11:15:21 AM', { order: 'month-first' })).toBe('2015-01-02T11:15:21Z');
		expect(read('12/31/2015 12:05:00 AM', { order: 'month-first' })).toBe('2015-12-31T00:05:00Z');
		expect(read('12/31/2015 12:05:00 PM', { order: 'month-first' })).toBe('2015-12-31T12:05:00Z');
		expect(read('29/2/2016 01:16')).toBe('2016-02-29T01:16:00Z');
		expect(read('02-01-2023 00:58')).toBe('2023-01-02T00:58:00Z');
		expect(read('30/Jun/26 12:00 PM')).toBe('2026-06-30T12:00:00Z');
		expect(read('5/20/2021 3:04 PM', { order: 'month-first' })).toBe('2021-05-20T15:04:00Z');
		expect(read('2012/10/09 14:50:17.000')).toBe('2012-10-09T14:50:17Z');
		expect(read('1604447423')).toBe('2020-11-03T23:50:23Z');
		expect(read('1604447423000')).toBe('2020-11-03T23:50:23Z');
		expect(read('2020-03-03 13:05:57 UTC')).toBe('2020-03-03T13:05:57Z');
		expect(read('1. 2. 2026 7:05')).toBe('2026-02-01T07:05:00Z');
		expect(read('01.02.2026. 7:05')).toBe('2026-02-01T07:05:00Z');
		expect(read('2026. 02. 01. 7:05')).toBe('2026-02-01T07:05:00Z');
		expect(read('Tue, 30 Jun 2026 08:00:00 +0200')).toBe('2026-06-30T06:00:00Z');
		expect(read('June 30, 2026 08:00')).toBe('2026-06-30T08:00:00Z');
		expect(read('30. Juni 2026 08:00')).toBe('2026-06-30T08:00:00Z');
		expect(read('4/Mär/26 9:15 AM')).toBe('2026-03-04T09:15:00Z');
		expect(read('4/lut/26 9:15 AM')).toBe('2026-02-04T09:15:00Z');
	});

	it('keeps its own offset, whatever the zone of the others', () => {
		expect(read('2026-06-30T08:00:00+02:00', NEW_YORK)).toBe('2026-06-30T06:00:00Z');
		expect(read('2026-06-30 08:00:00', NEW_YORK)).toBe('2026-06-30T12:00:00Z');
		expect(read('2026-12-30 08:00:00', NEW_YORK)).toBe('2026-12-30T13:00:00Z');
	});

	it('is the moment of the change where daylight saving skips it, and the first where it is shown twice', () => {
		expect(read('2015-03-08 01:59:59', NEW_YORK)).toBe('2015-03-08T06:59:59Z');
		expect(read('2015-03-08 02:30:00', NEW_YORK)).toBe('2015-03-08T07:00:00Z');
		expect(read('2015-03-08 03:00:00', NEW_YORK)).toBe('2015-03-08T07:00:00Z');
		expect(read('2015-11-01 01:30:00', NEW_YORK)).toBe('2015-11-01T05:30:00Z');
		expect(read('2015-11-01 02:30:00', NEW_YORK)).toBe('2015-11-01T07:30:00Z');
	});

	it('is the beginning of a day that has no time, and the end of it where something is due that day', () => {
		expect(read('2026-06-30', NEW_YORK)).toBe('2026-06-30T04:00:00Z');
		expect(read('2026-06-30', { ...NEW_YORK, isDue: true })).toBe('2026-07-01T04:00:00Z');
		expect(read('2026-06-30 17:00', { ...NEW_YORK, isDue: true })).toBe('2026-06-30T21:00:00Z');
	});

	it('is refused where it is no time, and why', () => {
		const refusal = (cell: string): string => {
			try {
				return read(cell);
			} catch (error) {
				if (error instanceof RowRefused) return error.message;
				throw error;
			}
		};
		expect(refusal('03:17.4')).toContain('"Created" 03:17.4 has lost its date');
		expect(refusal('31:51.7')).toContain('has lost its date');
		expect(refusal('02/25/2015 10:00')).toContain('read day-first like the others');
		for (const bad of [
			'31/02/2015 10:00',
			'2015-13-01',
			'2026-01-01 25:00',
			'13:00 PM',
			'3,87,16,91,111',
			'soon',
			'1/listopad/26 9:00',
			'2026-01-01 9:75',
			'12.5',
			'7',
		]) {
			expect(refusal(bad), bad).toMatch(/"Created" ".*" is not a date and time|lost its date/);
		}
	});

	it('comes out the same however it was written', () => {
		const pad = (value: number): string => String(value).padStart(2, '0');
		fc.assert(
			fc.property(
				fc.date({
					min: new Date('1990-01-01T00:00:00Z'),
					max: new Date('2060-01-01T00:00:00Z'),
					noInvalidDate: true,
				}),
				(date) => {
					const at = new Date(Math.floor(date.getTime() / 1_000) * 1_000);
					const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
					const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
					const clock = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
					const half = `${hour % 12 === 0 ? 12 : hour % 12}:${pad(minute)}:${pad(second)} ${hour < 12 ? 'AM' : 'PM'}`;
					const wanted = formatInstant(at.getTime());
					expect(read(`${year}-${pad(month)}-${pad(day)} ${clock}`)).toBe(wanted);
					expect(read(`${day}/${month}/${year} ${clock}`)).toBe(wanted);
					expect(read(`${day}.${month}.${year} ${clock}`)).toBe(wanted);
					expect(read(`${month}/${day}/${year} ${half}`, { order: 'month-first' })).toBe(wanted);
					expect(
						read(`${pad(month)}/${pad(day)}/${year} ${half.toLowerCase()}`, { order: 'month-first' }),
					).toBe(wanted);
					expect(read(String(at.getTime() / 1_000))).toBe(wanted);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('the order of day and month in a column', () => {
	const evidence = (...cells: string[]): OrderEvidence => {
		const seen = new OrderEvidence();
		for (const cell of cells) seen.see(cell);
		return seen;
	};

	it('is proved by a number that is no month', () => {
		expect(evidence('02/03/2015', '25/03/2015').order).toBe('day-first');
		expect(evidence('02/03/2015', '03/25/2015').order).toBe('month-first');
		expect(evidence('02/03/2015', '25/03/2015').doubt).toEqual([]);
	});

	it('is open where none is, or where both are', () => {
		expect(evidence('02/03/2015', '03/04/2015').order).toBeUndefined();
		expect(evidence('02/03/2015', '03/04/2015').doubt).toEqual(['02/03/2015']);
		expect(evidence('25/03/2015', '03/25/2015').order).toBeUndefined();
		expect(evidence('25/03/2015', '03/25/2015').doubt).toEqual(['25/03/2015', '03/25/2015']);
	});

	it('is nothing to decide where the year comes first, or the month has a name', () => {
		expect(evidence('2015-02-03', '30/Jun/26 12:00 PM', '1604447423').doubt).toEqual([]);
	});
});
