/**
 * Timers as lines of JSON with the keys of `slatop replay` (contract, section 5), written as bytes at once. Objects and
 * texts that are made only to be encoded take four times as long; and kept by the hundred thousand they would be
 * looked through again and again for what is gone.
 */
import { jsonLine } from '../text/json.ts';
import { DAY_MS } from './duration.ts';
import { isSuperseded } from './fold.ts';
import { dateText } from './instant.ts';
import type { Timer } from './timer.ts';

const PIECE_BYTES = 1 << 16;
/** More than a line takes without its texts, and the most that a character of a text takes. */
const LINE_BYTES = 1 << 10;
const CHARACTER_BYTES = '\\u0000'.length;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const DASH = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const DELETE = 0x7f;

/** What follows the seconds of an instant, and those of a duration: nothing where it is zero. */
const MILLISECONDS = Array.from({ length: 1_000 }, (_, ms) => `.${String(ms).padStart(3, '0')}`);
const THOUSANDTHS = Array.from({ length: 1_000 }, (_, ms) => String(ms / 1_000).slice(1));

export class TimerLines {
	private readonly full: Buffer[] = [];
	private bytes = Buffer.allocUnsafe(PIECE_BYTES);
	private at = 0;

	/** @param nowAt up to when an open timer counts */
	constructor(private readonly nowAt: number) {}

	/** All lines, each with its end. */
	pieces(): readonly Buffer[] {
		return [...this.full, this.bytes.subarray(0, this.at)];
	}

	/** Instants are written as RFC 3339, durations in seconds. `wall_s`: real seconds from the start to the close or now. */
	add(timer: Timer): void {
		const begin = this.beginLine(timer);
		this.text('ticket', timer.ticket);
		this.text('metric', timer.metric);
		this.count('cycle', timer.cycle);
		this.text('level', timer.level);
		this.text('calendar', timer.calendar);
		this.text('state', timer.state);
		this.instant('started_at', timer.startedAt);
		this.instant('at_risk_at', timer.atRiskAt);
		this.instant('due_at', timer.dueAt);
		this.instant('closed_at', timer.closedAt);
		this.seconds('target_s', timer.targetMs);
		this.seconds('counted_s', timer.countedMs);
		this.seconds('paused_s', timer.pausedMs);
		// A start may be some minutes ahead of the clock.
		this.seconds('wall_s', Math.max(0, (timer.closedAt ?? this.nowAt) - timer.startedAt));
		this.text('reason', timer.reason);
		if (isSuperseded(timer)) this.plain(',"superseded":true');
		// Every key came with a comma before it.
		this.bytes[begin] = OPEN_OBJECT;
		this.plain('}\n');
	}

	/** Makes room for a line; gives where it begins. */
	private beginLine({ ticket, metric, level, calendar, reason }: Timer): number {
		const characters =
			ticket.length + metric.length + (level?.length ?? 0) + calendar.length + (reason?.length ?? 0);
		const most = LINE_BYTES + characters * CHARACTER_BYTES;
		if (this.at + most > this.bytes.length) {
			this.full.push(this.bytes.subarray(0, this.at));
			this.bytes = Buffer.allocUnsafe(Math.max(PIECE_BYTES, most));
			this.at = 0;
		}
		return this.at;
	}

	private byte(byte: number): void {
		this.bytes[this.at++] = byte;
	}

	/** A text of ASCII. */
	private plain(text: string): void {
		const { bytes } = this;
		let { at } = this;
		for (let place = 0; place < text.length; place++) bytes[at++] = text.charCodeAt(place);
		this.at = at;
	}

	private key(name: string): void {
		this.byte(COMMA);
		this.byte(QUOTE);
		this.plain(name);
		this.byte(QUOTE);
		this.byte(COLON);
	}

	private text(key: string, text: string | null): void {
		this.key(key);
		if (text === null) this.plain('null');
		else if (!this.quoted(text)) this.at += this.bytes.write(jsonLine(text), this.at);
	}

	/** Writes a text between quotes, if it is plain; gives whether it is. */
	private quoted(text: string): boolean {
		const { bytes } = this;
		let { at } = this;
		bytes[at++] = QUOTE;
		for (let place = 0; place < text.length; place++) {
			const code = text.charCodeAt(place);
			if (code < SPACE || code === QUOTE || code === BACKSLASH || code >= DELETE) return false;
			bytes[at++] = code;
		}
		bytes[at++] = QUOTE;
		this.at = at;
		return true;
	}

	private count(key: string, count: number): void {
		this.key(key);
		this.whole(count);
	}

	/** A whole number from 0 on. */
	private whole(number: number): void {
		const tens = Math.floor(number / 10);
		if (tens > 0) this.whole(tens);
		this.byte(ZERO + number - tens * 10);
	}

	private twoDigits(number: number): void {
		if (number < 10) this.byte(ZERO);
		this.whole(number);
	}

	private instant(key: string, instant: number | null): void {
		this.key(key);
		if (instant === null) this.plain('null');
		else this.quotedInstant(instant);
	}

	/** As `formatInstant` writes it. */
	private quotedInstant(instant: number): void {
		const day = Math.floor(instant / DAY_MS);
		const ms = instant - day * DAY_MS;
		const seconds = Math.floor(ms / 1_000);
		const minutes = Math.floor(seconds / 60);
		const hours = Math.floor(minutes / 60);
		this.byte(QUOTE);
		this.plain(dateText(day));
		this.twoDigits(hours);
		this.byte(COLON);
		this.twoDigits(minutes - hours * 60);
		this.byte(COLON);
		this.twoDigits(seconds - minutes * 60);
		const rest = ms - seconds * 1_000;
		if (rest > 0) this.plain(MILLISECONDS[rest] ?? '');
		this.plain('Z"');
	}

	private seconds(key: string, ms: number): void {
		this.key(key);
		if (ms < 0) this.byte(DASH);
		const seconds = Math.floor(Math.abs(ms) / 1_000);
		this.whole(seconds);
		this.plain(THOUSANDTHS[Math.abs(ms) - seconds * 1_000] ?? '');
	}
}
