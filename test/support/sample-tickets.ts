import { simulateFloor } from '../../source/sources/floor/floor.ts';

const FROM = Date.parse('2026-11-16T08:00:00+01:00');
const TO = Date.parse('2026-11-21T00:00:00+01:00');
const LAST = 'SLA-10060';

/** `data/tickets.ndjson`: the first sixty tickets of the simulated floor of a week, all that happens to them in it. */
export function sampleTickets(): string {
	const lines: string[] = [];
	for (const event of simulateFloor({ seed: 1, fromAt: FROM })) {
		if (Date.parse(event.at) >= TO) return `${lines.join('\n')}\n`;
		if (event.ticket <= LAST) lines.push(JSON.stringify(event));
	}
	return '';
}
