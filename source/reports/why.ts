/** Why a timer was missed, and whether its row counts, as people have said. */
import type { Doing, Remarks } from '../sla/remark.ts';

/** A time as the table writes it that this stands in. */
type TimeText = (at: number) => string;

/** `by ana on 2026-11-24 10:15` */
const doingText = ({ by, at }: Doing, time: TimeText): string => `by ${by} on ${time(at)}`;

/** Why it was missed, as far as anybody has said; and whether and why it does not count. */
export function whyText({ explained, noted, excluded }: Remarks, time: TimeText): string {
	return [
		explained?.reason,
		noted?.text,
		excluded && `left out: ${excluded.reason} (${doingText(excluded, time)})`,
	]
		.filter((part) => part !== null && part !== undefined && part !== '')
		.join('; ');
}
