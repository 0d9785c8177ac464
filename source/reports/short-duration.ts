import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../sla/duration.ts';
import { twoDigits } from '../text/figures.ts';

const two = (value: number): string => twoDigits(Math.floor(value));

/** A duration in its two largest units, cut off: `45s`, `29m10s`, `3h07m`, `2d04h`. */
export function shortDuration(ms: number | null): string {
	if (ms === null) return '';
	if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)}s`;
	if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m${two((ms % MINUTE_MS) / SECOND_MS)}s`;
	if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}h${two((ms % HOUR_MS) / MINUTE_MS)}m`;
	return `${Math.floor(ms / DAY_MS)}d${two((ms % DAY_MS) / HOUR_MS)}h`;
}
