/** Escalations and recipients of the agreement file: who hears of what, by which channel. */
import { messageOf } from '../../text/message.ts';
import { compileCalendar } from '../calendar/calendar.ts';
import { parseClockSpan } from '../calendar/hours.ts';
import { DAY_MS, parseDurationMs } from '../duration.ts';
import type { Escalation, Moment } from '../escalation.ts';
import {
	type Channel,
	DEFAULT_DIGEST,
	GIVE_UP_MS,
	type QuietHours,
	type Recipient,
	TIMEOUT_MS,
	type Webhook,
} from '../recipient.ts';
import type { Builder, Known } from './build.ts';
import type { Path } from './problems.ts';
import type { RawAgreement } from './schema.ts';
import { BEFORE, type RawEscalation, type RawRecipient, SHARE } from './schema-alerts.ts';

/** The schema has checked that it is one. */
function momentOf(text: string): Moment {
	if (text === 'breach') return 'breach';
	const share = SHARE.exec(text)?.[1];
	if (share !== undefined) return { share: Number(share) };
	return { leftMs: parseDurationMs(BEFORE.exec(text)?.[1] ?? '') ?? 0 };
}

function buildMoment(builder: Builder, { at, before }: RawEscalation, path: Path): Moment {
	if (at !== undefined && before !== undefined) {
		builder.report([...path, 'before'], 'an escalation has one moment: at or before, not both', 'key');
	}
	const text = at ?? before;
	if (text === undefined)
		builder.report(path, 'an escalation needs a moment: at: 75%, at: breach or before: 15m');
	return momentOf(text ?? 'breach');
}

export function buildEscalations(
	builder: Builder,
	raw: RawAgreement['escalations'],
	{ metrics, levels }: Known,
	recipients: ReadonlyMap<string, Recipient>,
): Escalation[] {
	return raw.map((escalation, index) => {
		const path = ['escalations', index];
		if (escalation.metric !== 'any')
			builder.resolve(metrics, escalation.metric, 'metric', [...path, 'metric']);
		for (const [place, level] of escalation.level.entries()) {
			builder.resolve(levels, level, 'level', [...path, 'level', place]);
		}
		for (const [place, name] of escalation.notify.entries()) {
			builder.resolve(recipients, name, 'recipient under notify:', [...path, 'notify', place]);
		}
		const at = buildMoment(builder, escalation, path);
		if (escalation.every !== undefined && at !== 'breach') {
			builder.report([...path, 'every'], 'every repeats a breach: it goes with at: breach', 'key');
		}
		return {
			metric: escalation.metric,
			at,
			everyMs: escalation.every === undefined ? null : (parseDurationMs(escalation.every) ?? null),
			levels: escalation.level,
			departments: escalation.departments,
			notify: escalation.notify,
		};
	});
}

/** Whether a machine is this one: what is sent there crosses no network. */
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/i.test(host);

/** A web address whose host cannot be told is left for the check of what can be reached. */
function isEncrypted(url: string): boolean {
	if (/^https:/i.test(url)) return true;
	try {
		return isLoopback(new URL(url).hostname);
	} catch {
		return false;
	}
}

type RawWebhook = Pick<RawRecipient, 'webhook' | 'webhook_env' | 'secret_env' | 'template' | 'allow_http'>;

export function buildWebhook(builder: Builder, raw: RawWebhook, path: Path): Webhook {
	const { webhook: url = null, webhook_env: urlEnv = null, allow_http: allowHttp = false } = raw;
	if (url !== null && !allowHttp && !isEncrypted(url)) {
		builder.report(
			[...path, 'webhook'],
			'expected an https address: over http anybody on the way can read it (allow_http: true allows it)',
		);
	}
	return {
		kind: 'webhook',
		url,
		urlEnv,
		secretEnv: raw.secret_env ?? null,
		template: raw.template ?? 'json',
		allowHttp,
	};
}

const SIMPLE = ['bell', 'terminal', 'stderr'] as const;
const CHANNEL_KEYS = [...SIMPLE, 'webhook', 'webhook_env', 'command', 'syslog'] as const;
/** Keys that say more of one channel, and the channels they are of. */
const OF_CHANNEL = {
	secret_env: ['webhook', 'webhook_env'],
	template: ['webhook', 'webhook_env'],
	allow_http: ['webhook', 'webhook_env'],
	env: ['command'],
	timeout: ['webhook', 'webhook_env', 'command'],
} as const;

function buildChannel(builder: Builder, raw: RawRecipient, path: Path): Channel {
	const given = CHANNEL_KEYS.filter((key) => raw[key] !== undefined);
	const [key] = given;
	if (key === undefined) {
		builder.report(path, `a recipient needs a channel: ${CHANNEL_KEYS.join(', ')}`);
		return { kind: 'bell' };
	}
	if (given.length > 1) {
		builder.report(
			path,
			`a recipient has one channel, not ${given.join(' and ')}: an escalation may notify several`,
		);
	}
	for (const [extra, channels] of Object.entries(OF_CHANNEL)) {
		if (extra in raw && !channels.some((channel) => channel === key)) {
			builder.report([...path, extra], `"${extra}" is of a ${channels[0]}, not of ${key}`, 'key');
		}
	}
	switch (key) {
		case 'bell':
		case 'terminal':
		case 'stderr':
			return { kind: key };
		case 'webhook':
		case 'webhook_env':
			return buildWebhook(builder, raw, path);
		case 'command': {
			const [program = '', ...args] = raw.command ?? [];
			return { kind: 'command', program, args, env: raw.env ?? [] };
		}
		case 'syslog':
			return { kind: 'syslog', host: '127.0.0.1', port: 514, facility: 'daemon', ...raw.syslog };
		default:
			return key satisfies never;
	}
}

function buildQuiet(
	builder: Builder,
	raw: NonNullable<RawRecipient['quiet']>,
	timezone: string,
	path: Path,
): QuietHours | null {
	const { from, to } = raw;
	const zone = raw.timezone === undefined ? timezone : builder.zone(raw.timezone, [...path, 'timezone']);
	try {
		const hours = Array.from({ length: 7 }, () => [parseClockSpan(`${from}-${to}`)]);
		const calendar = compileCalendar({ name: 'quiet', timezone: zone, hours, holidays: [] });
		// Some summer day: a recipient who is left alone all day long would never hear of anything.
		const noonAt = Date.UTC(2026, 6, 1, 12);
		if (calendar.counted(noonAt, noonAt + DAY_MS) < DAY_MS) return { from, to, calendar };
		builder.report(path, 'quiet all day: nobody would ever hear of anything');
	} catch (error) {
		builder.report(path, messageOf(error));
	}
	return null;
}

function buildRecipient(builder: Builder, name: string, raw: RawRecipient, timezone: string): Recipient {
	const path = ['notify', name];
	const channel = buildChannel(builder, raw, path);
	const { digest, quiet, timeout, give_up_after: giveUp } = raw;
	return {
		name,
		channel,
		quiet: quiet ? buildQuiet(builder, quiet, timezone, [...path, 'quiet']) : null,
		digest: digest
			? { over: digest.over, withinMs: parseDurationMs(digest.within) ?? 0 }
			: DEFAULT_DIGEST[channel.kind],
		timeoutMs: timeout === undefined ? TIMEOUT_MS : (parseDurationMs(timeout) ?? TIMEOUT_MS),
		giveUpMs: giveUp === undefined ? GIVE_UP_MS : (parseDurationMs(giveUp) ?? GIVE_UP_MS),
		line: builder.lineOf(path),
	};
}

export function buildRecipients(
	builder: Builder,
	raw: RawAgreement['notify'],
	timezone: string,
): Map<string, Recipient> {
	return new Map(
		Object.entries(raw).map(([name, recipient]) => [
			name,
			buildRecipient(builder, name, recipient, timezone),
		]),
	);
}
