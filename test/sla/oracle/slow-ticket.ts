/**
 * A ticket by the contract's sections 1 and 3, each sentence a rule of its own, and every metric by its name: no
 * table, no signals, no code of the fold's. Slow, and only for what the properties make.
 */
import { type Desk, type Priority, type Reading, read, type SlowTimer } from './slow-desk.ts';

/** An event as its NDJSON line has it. */
export interface EventText {
	readonly ticket: string;
	readonly at: string;
	readonly type: string;
	readonly actor?: string;
	readonly public?: boolean;
	readonly auto?: boolean;
	readonly status?: string;
	readonly agent?: string | null;
	readonly priority?: Priority;
	readonly customer_group?: string;
	readonly department?: string;
	readonly tags?: readonly string[];
	readonly level?: string | null;
	readonly metric?: string;
	readonly due_at?: string;
}

export interface SlowRow {
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly calendar: string;
	readonly state: string;
	readonly startedAt: number;
	readonly atRiskAt: number | null;
	readonly dueAt: number | null;
	readonly closedAt: number | null;
	readonly targetMs: number;
	readonly countedMs: number;
	readonly pausedMs: number;
	readonly reason: string | null;
	readonly superseded: boolean;
}

const ANSWER_METRICS = ['first_answer', 'next_answer', 'periodic_update', 'pausable_update'];
const GIVEN_UP_WHEN_SOLVED = [...ANSWER_METRICS, 'first_assign', 'chat_answer', 'call_answer'];
const WHOLE_LIFE = ['requester_wait', 'agent_work', 'total_resolution'];
const BUILT_IN = [...GIVEN_UP_WHEN_SOLVED, 'first_resolve', 'next_resolve', ...WHOLE_LIFE];
const PAUSED_WHILE: Readonly<Record<string, readonly string[]>> = {
	first_resolve: ['answered'],
	next_resolve: ['answered'],
	pausable_update: ['answered', 'postponed', 'on_hold'],
	requester_wait: ['answered', 'postponed'],
	agent_work: ['answered', 'postponed', 'on_hold'],
};

const isSolved = (status: string): boolean => ['resolved', 'closed'].includes(status);
const isVoid = (status: string): boolean => ['spam', 'deleted'].includes(status);
const isPublic = (event: EventText): boolean => event.public !== false;
const isAnswerMessage = (event: EventText): boolean =>
	event.type === 'message' && event.actor === 'agent' && isPublic(event) && event.auto !== true;
const isCustomerMessage = (event: EventText): boolean =>
	event.type === 'message' && event.actor === 'customer' && isPublic(event);

/** A later version of the agreement, and whether it also moves the open timers of tickets that are there. */
export interface Version {
	readonly desk: Desk;
	readonly at: number;
	readonly movesOpen: boolean;
}

export class SlowTicket {
	private status = '';
	private agent: string | null = null;
	private priority: Priority = 'normal';
	private department: string | null = null;
	private group: string | null = null;
	private tags: readonly string[] = [];
	private byHand: string | null = null;
	private ruled: string | null = null;
	private customerSpoke = false;
	private readonly open = new Map<string, SlowTimer>();
	/** Cancelled by the void status that the ticket is in. */
	private readonly voided = new Map<string, { timer: SlowTimer; at: number; reason: string }>();
	/** The last close of a timer that may be resumed. */
	private readonly closedLast = new Map<string, { timer: SlowTimer; row: SlowRow | null }>();
	private readonly starts = new Map<string, number>();
	private readonly everClosed = new Set<string>();
	/** Live contacts that have begun and not ended. */
	private readonly contacts = new Set<string>();
	private rows: SlowRow[] = [];

	constructor(private desk: Desk) {}

	/** All rows of a history, in whatever order it arrived, as they stand at an instant. */
	static rowsOf(
		history: readonly EventText[],
		desk: Desk,
		later: readonly Version[],
		nowAt: number,
	): SlowRow[] {
		const inOrder = history.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
		const created = inOrder.find(({ type }) => type === 'created');
		if (!created) return [];
		const createdAt = Date.parse(created.at);
		const inForce = later.findLast(({ at }) => at <= createdAt)?.desk ?? desk;
		const ticket = new SlowTicket(inForce);
		ticket.create(created);
		const still = later.filter(({ at, movesOpen }) => movesOpen && at > createdAt);
		for (const event of inOrder) {
			if (event === created || Date.parse(event.at) < createdAt) continue;
			for (let move = still[0]; move && move.at <= Date.parse(event.at); move = still[0]) {
				ticket.moveTo(move.desk);
				still.shift();
			}
			ticket.happen(event);
		}
		for (const move of still) if (move.at <= nowAt) ticket.moveTo(move.desk);
		return ticket.rowsAt(nowAt);
	}

	private get metrics(): string[] {
		const own = Object.keys(this.desk.text.metrics).filter((name) => !BUILT_IN.includes(name));
		return [...BUILT_IN, ...own];
	}

	private get level(): string | null {
		return this.byHand ?? this.ruled;
	}

	private read(timer: SlowTimer, at: number): Reading | null {
		return read(this.desk, this.level, this.priority, timer, at);
	}

	/* ---- what events do to fields, status and level ---- */

	private setFields(event: EventText): void {
		this.priority = event.priority ?? this.priority;
		this.department = event.department ?? this.department;
		this.group = event.customer_group ?? this.group;
		this.tags = event.tags ?? this.tags;
		if (event.agent !== undefined) this.agent = event.agent;
	}

	private statusAfter(event: EventText): string {
		if (event.type === 'status') return event.status ?? '';
		if (event.type === 'merged') return 'deleted';
		if (isAnswerMessage(event) && !isSolved(this.status) && !isVoid(this.status)) return 'answered';
		if (isCustomerMessage(event) && this.status !== 'new' && !isVoid(this.status)) return 'open';
		return this.status;
	}

	private holds(condition: unknown): boolean {
		const {
			all,
			any,
			not,
			field,
			is,
			in: list,
			contains,
		} = condition as {
			readonly all?: readonly unknown[];
			readonly any?: readonly unknown[];
			readonly not?: unknown;
			readonly field?: string;
			readonly is?: string;
			readonly in?: readonly string[];
			readonly contains?: string;
		};
		if (all) return all.every((part) => this.holds(part));
		if (any) return any.some((part) => this.holds(part));
		if (not) return !this.holds(not);
		if (contains !== undefined) return this.tags.includes(contains);
		const { priority, department, group, status, agent } = this;
		const value = { priority, department, customer_group: group, status, agent }[field ?? ''] ?? null;
		return list ? value !== null && list.includes(value) : value === is;
	}

	private tryRules(): void {
		const { rules, default_level } = this.desk.text;
		let found = default_level ?? null;
		for (const rule of rules) {
			if (!this.holds(rule.when)) continue;
			found = rule.level;
			if (rule.continue !== true) break;
		}
		this.ruled = found;
	}

	private moveTo(desk: Desk): void {
		this.desk = desk;
		this.tryRules();
		for (const name of [...this.open.keys(), ...this.voided.keys()]) {
			if (this.metrics.includes(name)) continue;
			this.open.delete(name);
			this.voided.delete(name);
		}
	}

	/* ---- events ---- */

	private create(event: EventText): void {
		const at = Date.parse(event.at);
		this.status = event.status ?? 'new';
		this.setFields(event);
		this.tryRules();
		this.customerSpoke = event.actor !== 'agent';
		if (isVoid(this.status)) return;
		for (const name of ['first_assign', 'first_resolve', ...WHOLE_LIFE]) this.start(name, at);
		if (event.actor !== 'agent') this.start('first_answer', at);
		const kinds = new Set(['created', this.status, ...this.states()]);
		if (event.actor !== 'agent') kinds.add('first_contact');
		this.startOwn(kinds, at);
		if (this.agent !== null) this.stop('first_assign', at);
		if (isSolved(this.status)) {
			for (const name of ['first_resolve', ...WHOLE_LIFE]) this.stop(name, at);
			this.solvedNow(at);
		}
	}

	private happen(event: EventText): void {
		const at = Date.parse(event.at);
		const before = this.status;
		const after = this.statusAfter(event);
		this.status = after;
		if (['created', 'updated', 'assigned'].includes(event.type)) this.setFields(event);
		if (event.type === 'updated' && event.level !== undefined) this.byHand = event.level;
		if (this.desk.text.apply === 'always') this.tryRules();
		if (isVoid(after)) {
			if (!isVoid(before)) this.makeVoid(event.type === 'merged' ? 'merged' : after, at);
			return;
		}
		if (isVoid(before)) this.revive(at);
		else if (isSolved(before) && !isSolved(after)) this.resume(at);
		for (const timer of this.open.values()) this.pauseOrRun(timer, at);
		const timer = event.type === 'target' ? this.open.get(event.metric ?? '') : undefined;
		if (timer) timer.given = { dueAt: Date.parse(event.due_at ?? ''), setAt: at };

		const isAnswer = isAnswerMessage(event) || (event.type === 'status' && after === 'answered');
		const kinds = this.kindsOf(event, before, after, isAnswer);
		const isFirstWord = isCustomerMessage(event) && !this.customerSpoke;
		if (isCustomerMessage(event)) this.customerSpoke = true;

		if (isAnswer) for (const name of ANSWER_METRICS) this.stop(name, at);
		if (this.agent !== null) this.stop('first_assign', at);
		if (isSolved(after)) {
			for (const name of ['first_resolve', 'next_resolve', ...WHOLE_LIFE]) this.stop(name, at);
		}
		for (const contact of ['chat', 'call']) {
			if (event.type === `${contact}_answered`) this.stop(`${contact}_answer`, at);
			if (event.type === `${contact}_ended`) {
				this.giveUp(`${contact}_answer`, at, event.type);
				this.contacts.delete(contact);
			}
		}
		if (event.type === 'no_answer_needed') this.giveUp('next_answer', at, event.type);
		this.endOwn(kinds, at);
		if (isSolved(after) && before !== after) this.solvedNow(at);

		if (isFirstWord) this.start('first_answer', at);
		const asks =
			(isCustomerMessage(event) && !isFirstWord) ||
			(event.type === 'status' && after === 'open' && before !== 'open');
		if (asks && this.everClosed.has('first_answer')) this.start('next_answer', at);
		if (isSolved(before) && !isSolved(after)) this.start('next_resolve', at);
		for (const contact of ['chat', 'call']) {
			if (event.type !== `${contact}_started` || this.contacts.has(contact)) continue;
			this.contacts.add(contact);
			this.start(`${contact}_answer`, at);
		}
		if (isAnswer && !isSolved(after)) {
			this.start('periodic_update', at);
			this.start('pausable_update', at);
		}
		this.startOwn(kinds, at);
	}

	/* ---- metrics that the agreement defines ---- */

	private states(): string[] {
		return [...(this.agent === null ? [] : ['agent_present']), ...(isSolved(this.status) ? ['solved'] : [])];
	}

	/** The names by which an agreement's own metrics speak of what has happened. */
	private kindsOf(event: EventText, before: string, after: string, isAnswer: boolean): Set<string> {
		const kinds = new Set<string>(this.states());
		if (before !== after) kinds.add(after);
		if (isSolved(before) && !isSolved(after)) kinds.add('reopened');
		if (event.type === 'assigned') kinds.add(event.agent === null ? 'unassigned' : 'assigned');
		else if (event.type === 'status') {
			if (before !== after) kinds.add('status');
		} else if (event.type === 'created') kinds.add('updated');
		else kinds.add(event.type);
		if (isAnswer) kinds.add('answer');
		if (event.type === 'message' && !isPublic(event)) kinds.add('internal_note');
		if (event.type === 'message' && isPublic(event) && event.actor === 'agent') kinds.add('agent_message');
		if (isCustomerMessage(event)) kinds.add('customer_message');
		return kinds;
	}

	private own(): [
		name: string,
		starts: readonly string[],
		stops: readonly string[],
		cancels: readonly string[],
	][] {
		return Object.entries(this.desk.text.metrics)
			.filter(([name]) => !BUILT_IN.includes(name))
			.map(([name, metric]) => [
				name,
				metric.starts_on ?? [],
				metric.stops_on ?? [],
				metric.cancels_on ?? [],
			]);
	}

	private startOwn(kinds: ReadonlySet<string>, at: number): void {
		for (const [name, starts, stops, cancels] of this.own()) {
			if (!starts.some((kind) => kinds.has(kind))) continue;
			if (!this.start(name, at)) continue;
			// What holds already ends it at once.
			const holds = [...this.states(), ...(kinds.has('created') ? [this.status] : [])];
			this.endOwnBy(name, stops, cancels, new Set(holds), at);
		}
	}

	private endOwn(kinds: ReadonlySet<string>, at: number): void {
		for (const [name, , stops, cancels] of this.own()) this.endOwnBy(name, stops, cancels, kinds, at);
	}

	private endOwnBy(
		name: string,
		stops: readonly string[],
		cancels: readonly string[],
		kinds: ReadonlySet<string>,
		at: number,
	): void {
		if (stops.some((kind) => kinds.has(kind))) this.stop(name, at);
		const cancel = cancels.find((kind) => kinds.has(kind));
		if (cancel !== undefined) this.giveUp(name, at, cancel);
	}

	/* ---- timers ---- */

	private cyclesOf(name: string): 'once' | 'each' | 'resume' {
		const changed = this.desk.text.metrics[name]?.cycles;
		if (changed) return changed;
		if (WHOLE_LIFE.includes(name)) return 'resume';
		return ['first_answer', 'first_assign', 'first_resolve'].includes(name) || !BUILT_IN.includes(name)
			? 'once'
			: 'each';
	}

	/** Whether it started a timer. */
	private start(name: string, at: number): boolean {
		if (this.open.has(name)) return false;
		const cycles = this.starts.get(name) ?? 0;
		if (cycles > 0 && this.cyclesOf(name) === 'once') return false;
		if (cycles > 0 && this.cyclesOf(name) === 'resume') return this.goOnWith(name, at);
		this.starts.set(name, cycles + 1);
		const timer: SlowTimer = { metric: name, cycle: cycles + 1, startedAt: at, stretches: [], given: null };
		this.open.set(name, timer);
		this.pauseOrRun(timer, at);
		return true;
	}

	private pauseOrRun(timer: SlowTimer, at: number): void {
		const pauses = this.desk.text.metrics[timer.metric]?.pause_while ?? PAUSED_WHILE[timer.metric] ?? [];
		setRuns(timer, at, !pauses.includes(this.status));
	}

	private stop(name: string, at: number): void {
		this.close(name, at, 'fulfilled', null);
	}

	private giveUp(name: string, at: number, reason: string): void {
		this.close(name, at, 'cancelled', reason);
	}

	private close(name: string, at: number, onTime: string, reason: string | null): void {
		const timer = this.open.get(name);
		if (!timer) return;
		this.open.delete(name);
		this.everClosed.add(name);
		const reading = this.read(timer, at);
		const state = reading?.state === 'breached' ? 'missed' : onTime;
		const row = reading && this.row(timer, reading, state, at, reason);
		if (row) this.rows.push(row);
		setRuns(timer, at, false);
		this.closedLast.set(name, { timer, row });
	}

	private solvedNow(at: number): void {
		for (const name of GIVEN_UP_WHEN_SOLVED) {
			if (this.desk.text.metrics[name]?.resolve_counts_as_answer) this.stop(name, at);
			else this.giveUp(name, at, 'solved');
		}
	}

	private makeVoid(reason: string, at: number): void {
		for (const [name, timer] of this.open) this.voided.set(name, { timer, at, reason });
		this.open.clear();
	}

	private revive(at: number): void {
		for (const [name, { timer, at: voidAt, reason }] of this.voided) {
			const row = this.voidRow(timer, voidAt, reason);
			if (row) this.rows.push({ ...row, superseded: true });
			setRuns(timer, voidAt, false);
			setRuns(timer, at, true);
			this.open.set(name, timer);
		}
		this.voided.clear();
	}

	/** Leaving a solved status opens the same timers again. */
	private resume(at: number): void {
		for (const name of this.metrics) {
			if (this.cyclesOf(name) === 'resume' && !this.open.has(name)) this.goOnWith(name, at);
		}
	}

	private goOnWith(name: string, at: number): boolean {
		const last = this.closedLast.get(name);
		if (!last) return false;
		this.rows = this.rows.map((row) => (row === last.row ? { ...row, superseded: true } : row));
		setRuns(last.timer, at, true);
		this.open.set(name, last.timer);
		this.pauseOrRun(last.timer, at);
		return true;
	}

	/** While the ticket is void, as it stood when it was cancelled, by the level that the ticket has. */
	private voidRow(timer: SlowTimer, at: number, reason: string): SlowRow | null {
		const reading = this.read(timer, at);
		return reading && this.row(timer, reading, 'cancelled', at, reason);
	}

	private row(
		{ metric, cycle, startedAt }: SlowTimer,
		reading: Reading,
		state: string,
		closedAt: number | null,
		reason: string | null,
	): SlowRow {
		const { level } = this;
		return { metric, cycle, level, ...reading, state, startedAt, closedAt, reason, superseded: false };
	}

	private rowsAt(nowAt: number): SlowRow[] {
		const open = [...this.open.values()].flatMap((timer) => {
			const reading = this.read(timer, nowAt);
			return reading ? [this.row(timer, reading, reading.state, null, null)] : [];
		});
		const voided = [...this.voided.values()].flatMap(
			({ timer, at, reason }) => this.voidRow(timer, at, reason) ?? [],
		);
		return [...this.rows, ...voided, ...open];
	}
}

/** Lets a timer run or stand still from an instant on. */
function setRuns(timer: SlowTimer, at: number, runs: boolean): void {
	if (timer.stretches.at(-1)?.fromAt === at) timer.stretches.pop();
	if (timer.stretches.at(-1)?.runs !== runs) timer.stretches.push({ fromAt: at, runs });
}
