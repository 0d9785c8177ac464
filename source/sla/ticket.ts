/** A ticket as its events have left it: fields and status, nothing about time. */

export const STATUSES = [
	'new',
	'open',
	'answered',
	'postponed',
	'on_hold',
	'resolved',
	'closed',
	'spam',
	'deleted',
] as const;
export type Status = (typeof STATUSES)[number];

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const isStatus = (value: string): value is Status => STATUSES.some((status) => status === value);
export const isPriority = (value: string): value is Priority =>
	PRIORITIES.some((priority) => priority === value);

/** The work is done, for now: `resolved` or `closed`. */
export function isSolved(status: Status): boolean {
	return status === 'resolved' || status === 'closed';
}

/** There is nothing to measure: `spam` or `deleted`. */
export function isVoid(status: Status): boolean {
	return status === 'spam' || status === 'deleted';
}

/** The fields that `created` and `updated` set, named as in the event format. */
export interface TicketFields {
	subject: string | null;
	requester: string | null;
	organization: string | null;
	customer_group: string | null;
	department: string | null;
	agent: string | null;
	priority: Priority;
	channel: string;
	tags: readonly string[];
	custom: Readonly<Record<string, unknown>>;
	url: string | null;
}

export interface Ticket extends TicketFields {
	readonly ticket: string;
	readonly createdAt: number;
	status: Status;
	/** A level given by hand; null: the rules decide. */
	levelByHand: string | null;
	/** The level in force; null where no rule matched and there is no default. */
	level: string | null;
}
