import { setTimeout as pause } from 'node:timers/promises';
import { formatInstant } from '../source/sla/instant.ts';
import type { BenchRow } from './bench-row.ts';
import { PROGRAM } from './program.ts';
import { PtyProgram } from './pty.ts';
import { median, round } from './statistics.ts';
import { NOW_AT } from './tickets.ts';

const HOURS = 24;
/** So many of the floor's seconds pass in one. */
const SPEED = 720;
const HOUR_MS = 3_600_000 / SPEED;
/** Somebody is at the keys all day: every frame and every window of rows is made again and again. */
const KEYS = [
	'j',
	'j',
	'k',
	'2',
	'3',
	'G',
	'g',
	'4',
	'1',
	'\u001B[6~',
	'\u001B[5~',
	'\r',
	'w',
	'\u001B',
] as const;
const KEY_MS = 25;
/** Memory is looked at this often. */
const LOOK_MS = 250;
/** Hours that are held against each other: those after the first, and the last. */
const COMPARED = 6;
/** What is alive does not grow; how much of its heap the collector leaves for later differs by so much. */
const BAR = 1.1;

/** A day on the simulated floor, sped up, with somebody at the keys: memory by the hour. */
export async function benchDay(): Promise<BenchRow[]> {
	const demo = new PtyProgram([
		...[PROGRAM, 'demo', '--now', formatInstant(NOW_AT), '--speed', String(SPEED)],
	]);
	const hours: number[] = [];
	const bytes = demo.bytes;
	let pressed = 0;
	try {
		await demo.shown('q quit', 'SLA-');
		for (let hour = 0; hour < HOURS; hour++) {
			const seen: number[] = [];
			const began = performance.now();
			let lookedAt = began;
			while (performance.now() - began < HOUR_MS) {
				demo.send(KEYS[pressed++ % KEYS.length] ?? 'j');
				await pause(KEY_MS);
				if (performance.now() - lookedAt < LOOK_MS) continue;
				lookedAt = performance.now();
				seen.push(demo.residentMiB());
			}
			hours.push(median(seen));
		}
	} finally {
		await demo.stop();
	}
	const early = median(hours.slice(1, 1 + COMPARED));
	const late = median(hours.slice(-COMPARED));
	return [
		{ name: 'memory in the first hour of a day', value: round(hours[0] ?? 0, 0), unit: 'MiB' },
		{ name: `memory in the ${COMPARED} hours after it`, value: round(early, 0), unit: 'MiB' },
		{ name: `memory in the last ${COMPARED} hours`, value: round(late, 0), unit: 'MiB' },
		{ name: 'keys pressed in that day', value: pressed, unit: 'keys' },
		{ name: 'written in that day', value: round((demo.bytes - bytes) / 1024 / 1024, 1), unit: 'MiB' },
		{
			name: 'growth after the first hour',
			value: round(late / early),
			unit: 'times',
			bar: `<= ${BAR}`,
			ok: late / early <= BAR,
		},
	];
}
