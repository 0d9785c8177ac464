import { describe, expect, it } from 'vitest';
import { NO_AGREEMENT } from '../../source/store/port.ts';
import { textWidth } from '../../source/text/fit.ts';
import { timerLines } from '../../source/ui/screens/ticket-timers.ts';
import { makeTheme } from '../../source/ui/theme.ts';
import { timeElsewhere } from '../../source/ui/when.ts';
import { NOON, timer } from '../support/rows.ts';

const THEME = { ...makeTheme({ colors: 'none', unicode: true }), paint: (_: unknown, text: string) => text };

/** The zone that this machine is in, and one that is never at the same hour. */
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

describe('the time elsewhere', () => {
	// Whoever runs this sits anywhere: what is asked is the difference to their own clocks.
	const shown = (zone: string, at = NOON): string | undefined =>
		timeElsewhere(at, at, zone)?.replace(/^\d\d-\d\d /, '');

	it('is what the clocks of a zone show, in summer and winter', () => {
		expect(shown('Pacific/Chatham')).toBe('01:45 Chatham');
		expect(shown('Pacific/Chatham', Date.UTC(2026, 5, 1, 12))).toBe('00:45 Chatham');
		expect(shown('America/St_Johns')).toBe('08:30 St Johns');
	});

	it('comes with its date where that is another than here', () => {
		const [date] = timeElsewhere(NOON, NOON, 'Pacific/Kiritimati')?.split(' ') ?? [];
		expect(here === 'UTC' ? date : '11-25').toBe('11-25');
	});

	it('is not told where it is the same, or nobody knows it', () => {
		expect(timeElsewhere(NOON, NOON, here)).toBeNull();
		expect(timeElsewhere(NOON, NOON, 'Europe/Atlantis')).toBeNull();
	});
});

describe('a timer of a ticket', () => {
	const zones = { office: 'Pacific/Chatham', always: here };
	const drawn = (width: number, calendar: string): string[] =>
		timerLines(
			[timer({ calendar })],
			{ ...NO_AGREEMENT, zones, timezone: here },
			width,
			NOON + 600_000,
			THEME,
		);

	it('is told with its bar, its due here, and its due where its calendar is', () => {
		const [line = ''] = drawn(120, 'office');
		expect(line).toMatch(
			/● on track +first answer +█+░+ +50:00 due \d\d-\d\d \d\d:\d\d office (\d\d-\d\d )?02:45 Chatham$/,
		);
		expect(drawn(120, 'always')[0]).toMatch(/always$/);
	});

	it('takes a second line where there is no room, and is never wider than the screen', () => {
		for (const name of ['office', 'always', 'a calendar of a very long name, 漢字漢字']) {
			for (let width = 40; width <= 160; width++) {
				for (const line of drawn(width, name))
					expect(textWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
			}
		}
		expect(drawn(40, 'office')[1]?.trim()).toMatch(/^office (\d\d-\d\d )?02:45 Chatham$/);
		expect(drawn(40, 'always')).toHaveLength(1);
	});
});
