/** The words of an agreement's document and of a timer's explanation in English. */
import type { DocumentWords } from '../../../reports/document-words.ts';
import { momentName } from '../../../sla/escalation.ts';
import { channelWords } from '../../../sla/recipient.ts';
import { destinationWords } from '../../../sla/scheduled-report.ts';

/** A name from the file, as people write it. */
const plain = (name: string): string => name.replaceAll('_', ' ');

export const en: DocumentWords = {
	metric: plain,
	priority: (priority) => priority,
	why: {
		labels: {
			target: 'target',
			started: 'started',
			level: 'level',
			given: 'given',
			gap: 'gap',
			due: 'due',
			closed: 'closed',
			held: 'held',
		},
		days: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
		state: plain,
		reason: plain,
		target: (duration, calendar, zone) => `${duration} of "${calendar}" (${zone})`,
		byDefault: 'the default',
		byHand: 'by hand',
		byRule: (rule) => `rule "${rule}"`,
		noLevel: 'none',
		level: (level, priority, why, from) => `${level}, ${priority} priority (${why}), from ${from}`,
		given: (due, saidAt) => `due ${due} by the source, not by the level, at ${saidAt}`,
		nothingCounted: 'nothing counted',
		holiday: '(holiday)',
		clocksBack: (by) => `(clocks went back ${by})`,
		clocksOn: (by) => `(clocks went forward ${by})`,
		sum: (counted, sum) => `${counted}, sum ${sum}`,
		andSoOn: 'and so on',
		still: 'still',
		until: (moment) => `to ${moment}`,
		gaps: { paused: 'paused by its status', void: 'ticket was void', closed: 'closed, and reopened later' },
		waits: (left) => `none while it waits: ${left} are left`,
		nobody: 'nobody',
		noDepartment: 'no department',
		counted: (duration) => `${duration} counted`,
		ranOut: 'ran out here',
		over: (duration) => `${duration} over`,
		real: (duration) => `(${duration} real)`,
		noTimers: 'no timers: no level gives it a target',
	},
	condition: {
		and: 'and',
		or: 'or',
		not: 'not',
		field: plain,
		verbs: {
			is: 'is',
			is_not: 'is not',
			in: 'is one of',
			not_in: 'is not one of',
			contains: 'contains',
			starts_with: 'starts with',
			matches: 'matches',
			before: 'is before',
			after: 'is after',
		},
		isSet: 'is set',
		isNotSet: 'is not set',
		value: (_field, value) => (value === null ? 'nothing' : String(value)),
	},
	agreement: {
		between: (parties) => `Between ${parties.join(' and ')}.`,
		terms: ({ timezone, apply, changes }) =>
			`Days and months are those of ${timezone}. Rules are tried ${apply === 'always' ? 'after every event' : 'when a ticket is created'}; a change of this agreement applies to ${changes === 'new_tickets' ? 'new tickets' : 'open tickets too'}.`,
		sections: {
			services: 'Services',
			levels: 'Levels',
			rules: 'Which ticket gets which level',
			hours: 'Hours',
			escalations: 'Who hears of it',
			recipients: 'By what',
			reports: 'Reports',
		},
		serviceTitles: ['Service', 'Departments', 'Hours', 'Responsible'],
		targetTitles: ['Metric', 'Within', 'Counted in', 'Promised by month', 'Responsible'],
		noTarget: 'none',
		forPriorities: (allowance, priorities) => `${allowance} ${priorities.join(' and ')}`,
		atRiskShare: (share) => `At risk when ${share}% of the target is left.`,
		atRiskLeft: (duration) => `At risk when ${duration} are left.`,
		roundsToOpening: 'A due at closing time is the next opening.',
		penalties: 'Penalties:',
		perMiss: (price, metric) => `${price} for each missed ${metric}`,
		credit: (percent, fee, below) =>
			`${percent}% of the monthly fee of ${fee} where compliance is below ${below}%`,
		cap: (percent) => `at most ${percent}% of the monthly fee in a month`,
		weekdays: (days) => days,
		closed: 'closed',
		holidays: (holidays) => `holidays: ${holidays}`,
		holiday: (holiday) => {
			switch (holiday.kind) {
				case 'country':
					return `public holidays of ${holiday.place}`;
				case 'file':
					return `those in ${holiday.file}`;
				case 'date':
					return holiday.hours === null ? holiday.date : `${holiday.date} (${holiday.hours || 'closed'})`;
				default:
					return holiday satisfies never;
			}
		},
		rule: (name, level, condition) => `${name}: ${level} where ${condition}`,
		goesOn: ', unless a later rule gives another',
		noDefault: 'Tickets that no rule matches have no targets.',
		allOthers: (level) => `All others: ${level}.`,
		allTickets: (level) => `All tickets: ${level}.`,
		anyMetric: 'any metric',
		moment: momentName,
		again: (duration) => ` and every ${duration} after`,
		channel: channelWords,
		quiet: (from, to, zone) => `, quiet ${from} to ${to} (${zone})`,
		span: plain,
		axis: (axis) => axis,
		report: ({ name, span, by, format, cron, zone, to }) =>
			`${name}: ${span} by ${by}, ${format}, at "${cron}" (${zone}), to ${to}`,
		destination: destinationWords,
	},
};
