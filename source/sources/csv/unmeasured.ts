/** Metrics that a table of tickets cannot tell of: their clocks are not started, rather than read from nothing. */
import type { Binding } from './binding.ts';

interface Unmeasured {
	readonly metrics: readonly string[];
	/** The fields of which one would have to be there. */
	readonly unless: readonly string[];
	readonly why: string;
}

const RULES: readonly Unmeasured[] = [
	{
		metrics: ['first_answer'],
		unless: ['first_answer_at', 'first_answer_minutes'],
		why: 'no column says when a ticket was first answered',
	},
	{
		metrics: ['first_assign'],
		unless: ['assigned_at'],
		why: 'no column says when an agent was assigned',
	},
	{
		metrics: ['next_resolve'],
		unless: ['reopened_at'],
		why: 'no column says when a ticket was reopened',
	},
	{
		metrics: ['next_answer', 'periodic_update', 'pausable_update'],
		unless: [],
		why: 'a row tells of no message after the first answer',
	},
	{
		metrics: ['requester_wait', 'agent_work'],
		unless: [],
		why: 'a row does not tell when a ticket waited for the customer',
	},
];

const holds = ({ fields }: Binding, { unless }: Unmeasured): boolean =>
	!fields.some(({ field }) => unless.includes(field));

/** Not measured where it is not known when a ticket was solved. */
export const RESOLUTIONS: readonly string[] = ['first_resolve', 'total_resolution'];

export const unmeasuredBy = (binding: Binding): readonly string[] =>
	RULES.filter((rule) => holds(binding, rule)).flatMap(({ metrics }) => metrics);

/** The same in words. */
export const unmeasuredWords = (binding: Binding): readonly string[] =>
	RULES.filter((rule) => holds(binding, rule)).map(({ metrics, why }) => `${metrics.join(', ')} (${why})`);
