/** The shape of an agreement's `escalations` and `notify`. */
import * as v from 'valibot';
import { MINUTE_MS, parseDurationMs } from '../duration.ts';
import { FACILITIES, TEMPLATES } from '../recipient.ts';
import { flag, name, named, oneOrMore, shape, textLike, timeSpan } from './schema-parts.ts';

export const SHARE = /^(\d+(?:\.\d+)?)%$/;
export const BEFORE = /^(.+?)(?: before)?$/;

const isMoment = (text: string): boolean =>
	text === 'breach' ||
	Number(SHARE.exec(text)?.[1] ?? 0) > 0 ||
	(parseDurationMs(BEFORE.exec(text)?.[1] ?? '') ?? 0) > 0;

export const escalation = shape({
	metric: v.optional(name, 'any'),
	at: v.optional(
		textLike('a share of the target ("75%"), "breach", or a time before due ("15m before")', isMoment),
	),
	before: v.optional(timeSpan),
	every: v.optional(timeSpan),
	level: v.optional(oneOrMore, []),
	departments: v.optional(oneOrMore, []),
	notify: oneOrMore,
});
export type RawEscalation = v.InferOutput<typeof escalation>;

const variable = textLike('the name of an environment variable, like SLATOP_SECRET', (text) =>
	/^[A-Za-z_]\w*$/.test(text),
);
const on = v.literal(true, ({ received }) => `expected true, not ${received}`);
const timeOfDay = textLike('a time of day like "22:00"', (text) => /^\d{1,2}:\d{2}$/.test(text));
const program = textLike('a program, by its name or its whole path', (text) => /^(\/|[^/]+$)/.test(text));

const command = v.pipe(
	v.array(v.string('expected a text'), 'expected a list: the program, and then its arguments'),
	v.check(
		([first]) => v.is(program, first),
		'expected a list that begins with a program, by its name or its whole path',
	),
);

const syslog = shape({
	host: v.optional(name, '127.0.0.1'),
	port: v.optional(
		v.pipe(
			v.number('expected a port'),
			v.check(
				(port) => Number.isInteger(port) && port > 0 && port < 65_536,
				'expected a port from 1 to 65535',
			),
		),
		514,
	),
	facility: v.optional(
		v.picklist(FACILITIES, ({ received }) => `expected one of ${FACILITIES.join(', ')}, not ${received}`),
		'daemon',
	),
});

/** Whoever hangs longer than this has not taken the message. */
const MOST_TIMEOUT_MS = 5 * MINUTE_MS;
export const timeout = textLike('a duration up to 5m, like "10s"', (text) => {
	const ms = parseDurationMs(text) ?? 0;
	return ms > 0 && ms <= MOST_TIMEOUT_MS;
});

/** Where a webhook's message goes, and how it is made up. */
export const webhookKeys = {
	webhook: v.optional(
		textLike('an address like "https://example.com/hook"', (text) => /^https?:\/\//i.test(text)),
	),
	webhook_env: v.optional(variable),
	secret_env: v.optional(variable),
	template: v.optional(
		v.picklist(TEMPLATES, ({ received }) => `expected one of ${TEMPLATES.join(', ')}, not ${received}`),
	),
	allow_http: v.optional(flag),
};

export const recipient = shape(
	{
		bell: v.optional(on),
		terminal: v.optional(on),
		stderr: v.optional(on),
		...webhookKeys,
		command: v.optional(command),
		env: v.optional(v.array(variable, 'expected a list of environment variables')),
		syslog: v.optional(
			v.lazy((input) =>
				input === true
					? v.pipe(
							on,
							v.transform(() => v.parse(syslog, {})),
						)
					: syslog,
			),
		),
		quiet: v.optional(
			shape(
				{ from: timeOfDay, to: timeOfDay, timezone: v.optional(name) },
				'expected from and to, like { from: "22:00", to: "06:00" }',
			),
		),
		digest: v.optional(
			shape(
				{
					over: v.pipe(
						v.number('expected a number'),
						v.integer('expected a whole number'),
						v.minValue(0, 'expected 0 or more'),
					),
					within: v.optional(timeSpan, '60s'),
				},
				'expected over and within, like { over: 5, within: 60s }',
			),
		),
		timeout: v.optional(timeout),
		give_up_after: v.optional(timeSpan),
	},
	'expected a recipient, like { bell: true }',
);
export type RawRecipient = v.InferOutput<typeof recipient>;
export const escalations = v.array(escalation, 'expected a list of escalations');
export const recipients = named(recipient, 'expected recipients by name');
