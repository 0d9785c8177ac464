/** What help desks call their statuses and priorities, where a mapping does not say it itself. */
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../sla/ticket.ts';
import { byNameKey } from './names.ts';

const STATUS_WORDS: Readonly<Record<Status, readonly string[]>> = {
	new: ['new', 'logged', 'unassigned', 'init', 'to do', 'waiting for triage'],
	open: [
		'open',
		'in progress',
		'work in progress',
		'active',
		'assigned',
		'working',
		'reopened',
		'waiting for support',
		'escalated',
	],
	answered: [
		'answered',
		'pending',
		'waiting on customer',
		'waiting for customer',
		'awaiting customer',
		'awaiting user info',
		'awaiting caller',
		'customer response',
		'pending customer',
	],
	postponed: ['postponed', 'pending reminder', 'snoozed', 'deferred'],
	on_hold: [
		'on hold',
		'hold',
		'waiting on third party',
		'waiting for third party',
		'awaiting vendor',
		'awaiting problem',
		'awaiting evidence',
		'awaiting change',
	],
	resolved: ['resolved', 'solved', 'done', 'fixed'],
	closed: ['closed', 'complete', 'completed', 'pending close'],
	spam: ['spam'],
	deleted: ['deleted', 'merged', 'removed', 'canceled', 'cancelled', 'duplicate', 'invalid', 'trash'],
};

const PRIORITY_WORDS: Readonly<Record<Priority, readonly string[]>> = {
	low: ['low', 'lowest', 'minor', 'trivial', 'p4', 'p5', '4 low', '5 planning'],
	normal: ['normal', 'medium', 'moderate', 'average', 'p3', '3 moderate', '2 normal'],
	high: ['high', 'major', 'p2', '2 high', '3 high'],
	urgent: ['urgent', 'critical', 'emergency', 'highest', 'blocker', 'p1', '1 critical', 'very high'],
};

/** The words that mean something, each with what it means. */
const meanings = <T extends string>(
	all: readonly T[],
	words: Readonly<Record<T, readonly string[]>>,
): ReadonlyMap<string, T> =>
	byNameKey(all.flatMap((meaning) => words[meaning].map((word) => [word, meaning] as const)));

export const STATUS_MEANINGS: ReadonlyMap<string, Status> = meanings(STATUSES, STATUS_WORDS);
export const PRIORITY_MEANINGS: ReadonlyMap<string, Priority> = meanings(PRIORITIES, PRIORITY_WORDS);
