/** Why a timer was missed, and whether its row counts, as people have said. */
import type { Doing, Remarks } from '../sla/remark.ts';
import { localTime } from './local-time.ts';

/** `by ana on 2026-11-24 10:15` */
const doingText = ({ by, at }: Doing, zone: string): string => `by ${by} on ${localTime(at, zone)}`;

/** Why it was missed, as far as anybody has said; and whether and why it does not count. */
export function whyText({ explained, noted, excluded }: Remarks, zone: string): string {
	return [
		explained?.reason,
		noted?.text,
		excluded && `left out: ${excluded.reason} (${doingText(excluded, zone)})`,
	]
		.filter((part) => part !== null && part !== undefined && part !== '')
		.join('; ');
}
