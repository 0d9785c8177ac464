/** The words of the screen, in one place. Names from the agreement and from tickets are shown as they are. */
import type { TimerState } from '../sla/timer.ts';

export const STATE_WORDS: Readonly<Record<TimerState, string>> = {
	breached: 'breached',
	at_risk: 'at risk',
	on_track: 'on track',
	paused: 'paused',
	fulfilled: 'fulfilled',
	missed: 'missed',
	cancelled: 'cancelled',
};

/** A metric as people say it: `first_answer` is "first answer". */
export const metricWord = (metric: string): string => metric.replaceAll('_', ' ');

export const TITLES = {
	left: 'LEFT',
	state: 'STATE',
	metric: 'METRIC',
	level: 'LEVEL',
	department: 'DEPARTMENT',
	agent: 'AGENT',
	priority: 'PRIO',
	ticket: 'TICKET',
	subject: 'SUBJECT',
	due: 'DUE',
	closed: 'CLOSED',
	requester: 'REQUESTER',
	started: 'STARTED',
	open: 'OPEN',
	share: '',
} as const;

export const SCREEN_WORDS = {
	risk: 'At risk',
	queues: 'Queues',
	log: 'SLA log',
	ticket: 'Ticket',
	compliance: 'Compliance',
	agreement: 'Agreement',
} as const;

export const WORDS = {
	complianceToday: 'compliance today',
	noneClosedToday: 'nothing closed yet',
	atStake: 'at stake',
	next: 'next',
	noTimers: 'No open timers. Feed the store: slatop import FILE, or look around with slatop demo.',
	takingInFirst: 'The engine is taking in the events…',
	noneMatch: 'No open timer matches the filter. Esc clears it.',
	noLog: 'The SLA log is empty: no timer has closed yet.',
	noLogMatch: 'No row of the log matches the filter. Esc clears it.',
	noQueues: 'No open timers in any department.',
	noAgreement: 'No agreement is in force yet.',
	travelling: 'travelling to',
	asOf: 'AS OF',
	cannotTravel: 'CANNOT TRAVEL:',
	noTimersThen: 'No timer was open then.',
	noTicketThen: 'This ticket was not there yet.',
	keys: 'Keys',
	keysHint: 'j and k scroll, any other key closes',
	noTicket: 'This ticket is not in the store any more.',
	frozen: 'FROZEN',
	follows: 'following',
	newRows: 'new below (G)',
	engineStopped: 'ENGINE STOPPED',
	engineBehind: 'ENGINE BEHIND since',
	takingIn: 'events to take in',
	neverTicked: 'waiting for the engine',
	noSource: 'no events yet',
	monthSoFar: 'This month so far',
	everything: 'all together',
	fallsDue: 'What falls due',
	fed: 'last event',
	ago: 'ago',
	agreementMissing: 'no agreement in force:',
	agreementWrong: 'agreement file is wrong, the last good one is in force:',
	waits: 'waits',
	unassigned: 'unassigned',
	noDepartment: '(none)',
	noLevel: '(none)',
	filter: 'filter',
	tooSmall: 'This terminal is too small: make it at least 40 by 10.',
} as const;
