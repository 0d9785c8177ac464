/** Folds one ticket's events, one after another: its fields, its level, and a clock for each metric. */
import { alwaysCalendar, type Calendar } from './calendar/calendar.ts';
import type { FieldChanges, TicketEvent } from './event.ts';
import type { ClosedTimer, Folded, LevelChange } from './fold.ts';
import type { HolderChange } from './holders.ts';
import { type Agreement, type Level, type Ruling, ruleOn } from './level.ts';
import { type Metric, type SignalSet, signalSet, statusSignal } from './metric.ts';
import { creationSignals, eventSignals, isCustomerMessage, STATE_SIGNALS, statusAfter } from './signal.ts';
import { isSolved, isVoid, type Status, type Ticket } from './ticket.ts';
import {
	type ClosedState,
	type GapKind,
	pausedMs,
	type Reading,
	type Run,
	readRun,
	type Timer,
} from './timer.ts';

/** What gave a level that a person set. */
const BY_HAND = 'by hand';

/** One metric's clock on a ticket: at most one run at a time. */
interface Clock {
	metric: Metric;
	/** How often it has started. */
	cycles: number;
	hasClosed: boolean;
	/** Of a metric that lasts until something comes: it has started, and that has not come. */
	lasts: boolean;
	run: Run | null;
	/** A run that may go on, since when it has not, and its row in the log until then. */
	resting: { readonly run: Run; readonly at: number; readonly row: number | null } | null;
	/** A run that goes on when the ticket leaves its void status; until then its row follows the level. */
	voided: Voided | null;
}

interface Voided {
	readonly run: Run;
	readonly at: number;
	readonly reason: string;
	readonly agent: string | null;
	readonly department: string | null;
}

/** A ticket as its `created` begins it, before that sets its fields. */
export function newTicket(event: TicketEvent & { readonly type: 'created' }): Ticket {
	return {
		ticket: event.ticket,
		createdAt: event.at,
		subject: null,
		requester: null,
		organization: null,
		customer_group: null,
		department: null,
		agent: null,
		priority: 'normal',
		channel: 'email',
		tags: [],
		custom: {},
		url: null,
		status: event.status,
		levelByHand: null,
		level: null,
	};
}

/** Sets the fields that an event names; custom ones beside those that are there. */
export function setFields(ticket: Ticket, fields: FieldChanges): void {
	const custom = fields.custom ? { ...ticket.custom, ...fields.custom } : ticket.custom;
	Object.assign(ticket, fields, { custom });
}

const newClock = (metric: Metric): Clock => ({
	metric,
	cycles: 0,
	hasClosed: false,
	lasts: false,
	run: null,
	resting: null,
	voided: null,
});

/** The last gap of a run, if it still lasts. */
const openGap = (run: Run): Run['gaps'][number] | undefined => {
	const gap = run.gaps.at(-1);
	return gap?.toAt === Infinity ? gap : undefined;
};

const NO_GAPS: Timer['gaps'] = [];

/** The gaps of a run as they are now: the last is ended later, if it still lasts. */
function gapsOf(run: Run): Timer['gaps'] {
	if (run.gaps.length === 0) return NO_GAPS;
	const lasting = openGap(run);
	return lasting ? [...run.gaps.slice(0, -1), { ...lasting }] : run.gaps.slice();
}

export const setsFields = ({ type }: TicketEvent): boolean =>
	type === 'created' || type === 'updated' || type === 'assigned';

export class TicketFold {
	readonly ticket: Ticket;
	private clocks: Clock[];
	private readonly closed: ClosedTimer[] = [];
	private readonly superseded = new Set<number>();
	private hadContact: boolean;
	/** Metrics that the ticket's source cannot tell of. */
	private readonly unmeasured: readonly string[];
	private ruling: Ruling = { level: null, rule: null };
	private readonly levels: LevelChange[] = [];
	private readonly holders: HolderChange[] = [];
	private level: Level | null = null;
	private always: Calendar | null = null;

	/** @param metrics those that there are clocks for */
	constructor(
		created: TicketEvent & { readonly type: 'created' },
		private agreement: Agreement,
		metrics: readonly Metric[],
	) {
		this.clocks = metrics.map(newClock);
		this.ticket = newTicket(created);
		this.hadContact = created.actor !== 'agent';
		this.unmeasured = created.unmeasured ?? [];
		setFields(this.ticket, created.fields);
		this.noteHolder(created.at);
		this.findLevel(created.at, true);
		if (isVoid(created.status)) return;
		// What the creation itself says, a status too, ends what starts under it at once.
		const states = STATE_SIGNALS | statusSignal(created.status);
		this.start(creationSignals(created, this.ticket), created.at, states);
		if (isSolved(created.status)) this.cancelSolved(created.at);
	}

	/** Folds one more event; events come in the order of time. */
	apply(event: TicketEvent): void {
		const { at } = event;
		const before = this.ticket.status;
		const isToldOf = this.setFieldsBy(event);
		const after = statusAfter(event, before);
		this.ticket.status = after;
		if (isToldOf) this.noteHolder(at);
		// Most events change nothing that a rule can see.
		if (isToldOf || before !== after) this.findLevel(at, false);
		if (isVoid(after)) {
			if (!isVoid(before)) this.cancelVoid(at, event.type === 'merged' ? 'merged' : after);
			return;
		}
		if (before !== after) this.moveClocks(before, after, at);
		if (event.type === 'target') this.giveDue(event.metric, event.dueAt, at);
		const signals = eventSignals(event, this.ticket, before, this.hadContact);
		if (isCustomerMessage(event)) this.hadContact = true;
		this.stop(signals, event);
		if (isSolved(after) && before !== after) this.cancelSolved(at);
		this.start(signals, at);
	}

	/** Moves the open timers to another version of the agreement. */
	moveTo(agreement: Agreement, at: number): void {
		const present = new Map(this.clocks.map((clock) => [clock.metric.name, clock]));
		this.clocks = agreement.metrics.map((metric) => {
			const clock = present.get(metric.name) ?? newClock(metric);
			return Object.assign(clock, { metric });
		});
		this.agreement = agreement;
		this.always = null;
		this.findLevel(at, true);
	}

	/** The timers as they stand at an instant. */
	result(nowAt: number): Omit<Folded, 'remarks'> {
		const open: Timer[] = [];
		const closed = this.closed.slice();
		for (const row of this.superseded) {
			const timer = closed[row];
			if (timer) closed[row] = { ...timer, superseded: true };
		}
		for (const { run, voided } of this.clocks) {
			const reading = run && this.read(run, nowAt);
			if (reading) open.push(this.timer(run, reading, nowAt));
			const row = voided && this.voidedRow(voided);
			if (row) closed.push(row);
		}
		const { ticket, agreement, levels, holders } = this;
		return { ticket, agreement, levels, holders, open, closed };
	}

	private noteHolder(at: number): void {
		const { agent, department } = this.ticket;
		const last = this.holders.at(-1);
		if (!last || last.agent !== agent || last.department !== department) {
			this.holders.push({ at, agent, department });
		}
	}

	/** What an event says of the ticket's fields; gives whether it says anything of them. */
	private setFieldsBy(event: TicketEvent): boolean {
		const { ticket } = this;
		// A second `created` is taken as `updated`, which sets no status.
		if (event.type === 'created' || event.type === 'updated') setFields(ticket, event.fields);
		if (event.type === 'updated' && event.level !== undefined) ticket.levelByHand = event.level;
		if (event.type === 'assigned') ticket.agent = event.agent;
		if (event.custom) ticket.custom = { ...ticket.custom, ...event.custom };
		return event.custom !== undefined || setsFields(event);
	}

	private findLevel(at: number, atCreation: boolean): void {
		const { ticket, agreement } = this;
		if (atCreation || agreement.apply === 'always') this.ruling = ruleOn(agreement, ticket);
		ticket.level = ticket.levelByHand ?? this.ruling.level;
		this.level = ticket.level === null ? null : (agreement.levels.get(ticket.level) ?? null);
		const { level, priority } = ticket;
		const last = this.levels.at(-1);
		if (last && last.level === level && last.priority === priority) return;
		this.levels.push({ at, level, priority, by: ticket.levelByHand === null ? this.ruling.rule : BY_HAND });
	}

	private read(run: Run, at: number): Reading | null {
		this.always ??= this.agreement.calendars.get('always') ?? alwaysCalendar(this.agreement.timezone);
		return readRun(run, this.level, this.ticket.priority, at, this.always);
	}

	private timer(run: Run, reading: Reading, at: number): Timer {
		const { ticket, level } = this.ticket;
		const { calendar, state, atRiskAt, dueAt, targetMs } = reading;
		const paused = pausedMs(run, calendar, at);
		return {
			ticket,
			metric: run.metric,
			cycle: run.cycle,
			level,
			calendar: calendar.name,
			state,
			startedAt: run.startedAt,
			atRiskAt,
			dueAt,
			closedAt: null,
			targetMs,
			countedMs: calendar.counted(run.startedAt, at) - paused,
			pausedMs: paused,
			reason: null,
			gaps: gapsOf(run),
			given: run.given,
		};
	}

	/**
	 * Closes a clock's run and writes its row of the log; a run without a target leaves none. Giving up late
	 * is a miss: nobody lifts compliance by closing what is overdue.
	 */
	private close(
		clock: Clock,
		run: Run,
		at: number,
		onTime: 'fulfilled' | 'cancelled',
		reason: string | null,
	): void {
		clock.run = null;
		clock.hasClosed = true;
		const reading = this.read(run, at);
		if (reading) {
			const { agent, department } = this.ticket;
			const state: ClosedState = reading.state === 'breached' ? 'missed' : onTime;
			const timer = this.timer(run, reading, at);
			this.closed.push(
				Object.assign(timer, { state, closedAt: at, reason, superseded: false, agent, department }),
			);
		}
		if (clock.metric.cycles === 'resume') {
			clock.resting = { run, at, row: reading ? this.closed.length - 1 : null };
		}
	}

	/** The row of a run that a void status cancelled: as it stood at that instant, whatever its due. */
	private voidedRow({ run, at, reason, agent, department }: Voided): ClosedTimer | null {
		const reading = this.read(run, at);
		if (!reading) return null;
		const timer = this.timer(run, reading, at);
		const state: ClosedState = 'cancelled';
		return Object.assign(timer, { state, closedAt: at, reason, superseded: false, agent, department });
	}

	private stop(signals: SignalSet, event: TicketEvent): void {
		for (const clock of this.clocks) {
			const { run, metric } = clock;
			if (metric.ends & signals) clock.lasts = false;
			if (run) this.end(clock, run, signals, event.at);
		}
	}

	/** Closes a run that the signals stop or cancel. */
	private end(clock: Clock, run: Run, signals: SignalSet, at: number): void {
		const { stops, cancels, cancelsOn } = clock.metric;
		if (stops & signals) this.close(clock, run, at, 'fulfilled', null);
		else if (cancels & signals) {
			const kind = cancelsOn.find((name) => signalSet(name) & signals) ?? null;
			this.close(clock, run, at, 'cancelled', kind);
		}
	}

	private cancelSolved(at: number): void {
		for (const clock of this.clocks) {
			if (clock.run && clock.metric.cancelledBySolved)
				this.close(clock, clock.run, at, 'cancelled', 'solved');
		}
	}

	private cancelVoid(at: number, reason: string): void {
		const { agent, department } = this.ticket;
		for (const clock of this.clocks) {
			if (!clock.run) continue;
			clock.voided = { run: clock.run, at, reason, agent, department };
			clock.run = null;
		}
	}

	/** @param states the signals that stop or cancel a clock at once if it starts under them */
	private start(signals: SignalSet, at: number, states = STATE_SIGNALS): void {
		for (const clock of this.clocks) {
			const { metric } = clock;
			if (clock.run || !(metric.starts & signals) || !this.mayStart(clock)) continue;
			if (clock.resting && metric.cycles === 'resume') this.resume(clock, clock.resting, at);
			else this.begin(clock, at);
			this.pauseOrResume(clock, at);
			if (clock.run) this.end(clock, clock.run, signals & states, at);
		}
	}

	private begin(clock: Clock, startedAt: number): void {
		clock.cycles++;
		clock.lasts = clock.metric.ends !== 0;
		clock.run = { metric: clock.metric.name, cycle: clock.cycles, startedAt, gaps: [], given: null };
	}

	private mayStart({ metric, cycles, resting, lasts }: Clock): boolean {
		if (lasts) return false;
		if (metric.unsolvedOnly && isSolved(this.ticket.status)) return false;
		if (metric.after !== undefined && !this.hasClosed(metric.after)) return false;
		if (this.unmeasured.includes(metric.name)) return false;
		return metric.cycles === 'each' || cycles === 0 || (metric.cycles === 'resume' && resting !== null);
	}

	private hasClosed(name: string): boolean {
		return this.clocks.some((clock) => clock.metric.name === name && clock.hasClosed);
	}

	/** What a change of status does to clocks that are there: opens those that waited for it, pauses, resumes. */
	private moveClocks(before: Status, after: Status, at: number): void {
		for (const clock of this.clocks) {
			const { resting, voided } = clock;
			if (voided) {
				const row = this.voidedRow(voided);
				if (row) this.closed.push({ ...row, superseded: true });
				this.goOn(clock, voided, 'void', at);
			} else if (resting && isSolved(before) && !isSolved(after)) this.resume(clock, resting, at);
			this.pauseOrResume(clock, at);
		}
	}

	/** Lets a closed run go on: only its last close counts. */
	private resume(clock: Clock, resting: NonNullable<Clock['resting']>, at: number): void {
		if (resting.row !== null) this.superseded.add(resting.row);
		this.goOn(clock, resting, 'closed', at);
	}

	/** Opens the same run again; the time between does not count. */
	private goOn(
		clock: Clock,
		{ run, at: fromAt }: { run: Run; at: number },
		kind: GapKind,
		toAt: number,
	): void {
		const gap = openGap(run);
		if (gap) gap.toAt = fromAt;
		run.gaps.push({ kind, fromAt, toAt });
		clock.run = run;
		clock.resting = null;
		clock.voided = null;
	}

	private pauseOrResume({ metric, run }: Clock, at: number): void {
		if (!run) return;
		const gap = openGap(run);
		if (metric.pauses.has(this.ticket.status)) {
			if (!gap) run.gaps.push({ kind: 'paused', fromAt: at, toAt: Infinity });
		} else if (gap) gap.toAt = at;
	}

	private giveDue(metric: string, dueAt: number, setAt: number): void {
		const run = this.clocks.find((clock) => clock.metric.name === metric)?.run;
		if (run) run.given = { dueAt, setAt };
	}
}
