/** The words of an agreement's document and of a timer's explanation in Slovenian. */
import type { DocumentWords } from '../../../reports/document-words.ts';
import { formatDuration } from '../../../sla/duration.ts';
import { hostOf } from '../../../sla/recipient.ts';
import { sl as screen } from '../sl.ts';

/** A word of the screen's by its name in the file; what it does not have is shown as it is. */
const wordOf = (words: Readonly<Record<string, string>>, name: string): string =>
	Object.hasOwn(words, name) ? (words[name] ?? name) : name.replaceAll('_', ' ');

const metric = (name: string): string => wordOf(screen.metrics, name);
const priority = (name: string): string => wordOf(screen.priorities, name);

/** Days by their names in the file. */
const DAYS: Readonly<Record<string, string>> = Object.fromEntries(
	['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day, place) => [day, screen.days[place] ?? day]),
);

/** Values of fields that have words of their own. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	priority: screen.priorities,
	status: screen.statuses,
};

const REASONS = {
	...screen.statuses,
	solved: 'rešen',
	merged: 'združen',
	no_answer_needed: screen.events.no_answer_needed,
	chat_ended: screen.events.chat_ended,
	call_ended: screen.events.call_ended,
};

const SPANS = {
	today: 'danes',
	yesterday: 'včeraj',
	this_week: 'ta teden',
	last_week: 'prejšnji teden',
	this_month: 'ta mesec',
	last_month: 'prejšnji mesec',
};

const AXES = {
	department: 'oddelkih',
	level: 'ravneh',
	agent: 'agentih',
	metric: 'merilih',
	organization: 'organizacijah',
	day: 'dnevih',
	week: 'tednih',
	month: 'mesecih',
};

const webhook = (url: string | null, variable: string | null): string =>
	`spletni klic ${url === null ? `iz ${variable}` : hostOf(url)}`;

export const sl: DocumentWords = {
	metric,
	priority,
	why: {
		labels: {
			target: 'cilj',
			started: 'začetek',
			level: 'raven',
			given: 'dan',
			gap: 'premor',
			due: 'rok',
			closed: 'zaprt',
			held: 'pri',
		},
		days: screen.days,
		state: (state) => screen.states[state],
		reason: (reason) => wordOf(REASONS, reason),
		target: (duration, calendar, zone) => `${duration} po koledarju "${calendar}" (${zone})`,
		byDefault: 'privzeta',
		byHand: 'ročno',
		byRule: (rule) => `pravilo "${rule}"`,
		noLevel: 'brez',
		level: (level, name, why, from) => `${level}, nujnost: ${name} (${why}), od ${from}`,
		given: (due, saidAt) => `rok ${due} je dal vir, ne raven, in sicer ${saidAt}`,
		nothingCounted: 'nič ne šteje',
		holiday: '(praznik)',
		clocksBack: (by) => `(ura premaknjena ${by} nazaj)`,
		clocksOn: (by) => `(ura premaknjena ${by} naprej)`,
		sum: (counted, sum) => `${counted}, skupaj ${sum}`,
		andSoOn: 'in tako naprej',
		still: 'še traja',
		until: (moment) => `do ${moment}`,
		gaps: {
			paused: 'ustavljen zaradi statusa',
			void: 'zahtevek ni veljal',
			closed: 'zaprt in pozneje znova odprt',
		},
		waits: (left) => `ga ni, dokler čaka: ostane ${left}`,
		nobody: 'nihče',
		noDepartment: 'brez oddelka',
		counted: (duration) => `šteto ${duration}`,
		ranOut: 'tu se je iztekel',
		over: (duration) => `čez ${duration}`,
		real: (duration) => `(v resnici ${duration})`,
		noTimers: 'nobenega roka: nobena raven mu ne daje cilja',
	},
	condition: {
		and: 'in',
		or: 'ali',
		not: 'ne',
		field: (field) => wordOf({ ...screen.fields, ticket: 'zahtevek', created_at: 'čas nastanka' }, field),
		verbs: {
			is: 'je',
			is_not: 'ni',
			in: 'je med',
			not_in: 'ni med',
			contains: 'vsebuje',
			starts_with: 'se začne z',
			matches: 'ustreza vzorcu',
			before: 'je pred',
			after: 'je po',
		},
		isSet: 'ima vrednost',
		isNotSet: 'nima vrednosti',
		value: (field, value) => (value === null ? 'nič' : wordOf(VALUES[field] ?? {}, String(value))),
	},
	agreement: {
		between: (parties) => `Stranki: ${parties.join(' in ')}.`,
		terms: ({ timezone, apply, changes }) =>
			`Dnevi in meseci so po času ${timezone}. Pravila se preskusijo ${apply === 'always' ? 'po vsakem dogodku' : 'ob nastanku zahtevka'}; sprememba tega dogovora velja za ${changes === 'new_tickets' ? 'nove zahtevke' : 'odprte zahtevke prav tako'}.`,
		sections: {
			services: 'Storitve',
			levels: 'Ravni',
			rules: 'Kateri zahtevek ima katero raven',
			hours: 'Delovni čas',
			escalations: 'Kdo izve',
			recipients: 'Po čem',
			reports: 'Poročila',
		},
		serviceTitles: ['Storitev', 'Oddelki', 'Delovni čas', 'Odgovorni'],
		targetTitles: ['Merilo', 'V roku', 'Šteje po', 'Obljubljeno na mesec', 'Odgovorni'],
		noTarget: 'brez cilja',
		forPriorities: (allowance, priorities) => `${allowance} ${priorities.join(' in ')}`,
		atRiskShare: (share) => `Ogrožen, ko ostane ${share} % cilja.`,
		atRiskLeft: (duration) => `Ogrožen, ko ostane ${duration}.`,
		roundsToOpening: 'Rok ob koncu delovnega časa je začetek naslednjega.',
		penalties: 'Kazni:',
		perMiss: (price, name) => `${price} za vsako zamudo (${name})`,
		credit: (percent, fee, below) =>
			`${percent} % mesečnega plačila ${fee}, kadar je skladnost pod ${below} %`,
		cap: (percent) => `največ ${percent} % mesečnega plačila na mesec`,
		weekdays: (days) => days.replaceAll(/[a-z]+/g, (day) => wordOf(DAYS, day)),
		closed: 'zaprto',
		holidays: (holidays) => `prazniki: ${holidays}`,
		holiday: (holiday) => {
			switch (holiday.kind) {
				case 'country':
					return `dela prosti dnevi: ${holiday.place}`;
				case 'file':
					return `iz datoteke ${holiday.file}`;
				case 'date':
					return holiday.hours === null ? holiday.date : `${holiday.date} (${holiday.hours || 'zaprto'})`;
				default:
					return holiday satisfies never;
			}
		},
		rule: (name, level, condition) => `${name}: ${level}, kadar velja: ${condition}`,
		goesOn: '; razen če poznejše pravilo da drugo',
		noDefault: 'Zahtevki, ki jim ne ustreza nobeno pravilo, nimajo ciljev.',
		allOthers: (level) => `Vsi drugi: ${level}.`,
		allTickets: (level) => `Vsi zahtevki: ${level}.`,
		anyMetric: 'vsako merilo',
		moment: (moment) => {
			if (moment === 'breach') return screen.alerts.steps.breach;
			if ('share' in moment) return `${moment.share} % cilja`;
			return screen.alerts.steps.before(formatDuration(moment.leftMs));
		},
		again: (duration) => ` in ${screen.alerts.steps.every(duration)}`,
		channel: (channel) => {
			switch (channel.kind) {
				case 'bell':
					return 'zvonec zaslona';
				case 'terminal':
					return 'obvestilo terminala';
				case 'stderr':
					return 'izhod za napake';
				case 'webhook':
					return webhook(channel.url, channel.urlEnv);
				case 'command':
					return `ukaz ${channel.program}`;
				case 'syslog':
					return `syslog na ${channel.host}:${channel.port}`;
				default:
					return channel satisfies never;
			}
		},
		quiet: (from, to, zone) => `, mir od ${from} do ${to} (${zone})`,
		span: (span) => SPANS[span],
		axis: (axis) => AXES[axis],
		report: ({ name, span, by, format, cron, zone, to }) =>
			`${name}: ${span} po ${by}, ${format}, ob "${cron}" (${zone}), v ${to}`,
		destination: (to) => (to.kind === 'folder' ? `mapo ${to.path}` : webhook(to.url, to.urlEnv)),
	},
};
