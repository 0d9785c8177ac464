/** Recipients: who hears of an escalation, by which channel, and when they would rather not. */
import type { Calendar } from './calendar/calendar.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './duration.ts';

export const TEMPLATES = ['json', 'slack', 'teams'] as const;
export type TemplateName = (typeof TEMPLATES)[number];

/** RFC 5424, section 6.2.1: the facilities by their usual names, in the order of their numbers. */
export const FACILITIES = [
	'kern',
	'user',
	'mail',
	'daemon',
	'auth',
	'syslog',
	'lpr',
	'news',
	'uucp',
	'cron',
	'authpriv',
	'ftp',
	'ntp',
	'audit',
	'alert',
	'clock',
	'local0',
	'local1',
	'local2',
	'local3',
	'local4',
	'local5',
	'local6',
	'local7',
] as const;
export type Facility = (typeof FACILITIES)[number];

/** A secret is never written down: what is known of it is the variable that holds it. */
export interface Webhook {
	readonly kind: 'webhook';
	/** Where it is sent; null: `urlEnv` names the variable that says so. */
	readonly url: string | null;
	readonly urlEnv: string | null;
	readonly secretEnv: string | null;
	readonly template: TemplateName;
	/** Whether it may go unencrypted across a network. */
	readonly allowHttp: boolean;
}

export type Channel =
	| { readonly kind: 'bell' }
	| { readonly kind: 'terminal' }
	| { readonly kind: 'stderr' }
	| Webhook
	| {
			readonly kind: 'command';
			readonly program: string;
			readonly args: readonly string[];
			/** Variables that it is given beside the few that every program needs. */
			readonly env: readonly string[];
	  }
	| { readonly kind: 'syslog'; readonly host: string; readonly port: number; readonly facility: Facility };

export type ChannelKind = Channel['kind'];

/** What a terminal does: every dashboard that is open makes it heard by itself. */
export const SCREEN_CHANNELS = ['bell', 'terminal'] as const satisfies readonly ChannelKind[];

/** More messages than `over` within a time become one. */
export interface Digest {
	readonly over: number;
	readonly withinMs: number;
}

/** Hours in which a recipient is left alone, as the calendar that counts them. */
export interface QuietHours {
	readonly from: string;
	readonly to: string;
	readonly calendar: Calendar;
}

export interface Recipient {
	readonly name: string;
	readonly channel: Channel;
	readonly quiet: QuietHours | null;
	/** Null: each alert is a message of its own. */
	readonly digest: Digest | null;
	/** Real ms that it may take to take a message. */
	readonly timeoutMs: number;
	/** How long a message is tried before it is given up. */
	readonly giveUpMs: number;
	/** Its line in the agreement's file. */
	readonly line: number;
}

export const GIVE_UP_MS = 24 * HOUR_MS;
export const TIMEOUT_MS = 10 * SECOND_MS;
const DIGEST: Digest = { over: 5, withinMs: MINUTE_MS };

/** What holds where a recipient says nothing of digests: logs take every line, people one message of many. */
export const DEFAULT_DIGEST: Readonly<Record<ChannelKind, Digest | null>> = {
	bell: DIGEST,
	terminal: DIGEST,
	webhook: DIGEST,
	command: DIGEST,
	stderr: null,
	syslog: null,
};

/** The instant at which a recipient's quiet hours end, if it is in them. */
export function quietUntil({ quiet }: Recipient, at: number): number | null {
	if (!quiet || quiet.calendar.counted(at, at + 1) === 0) return null;
	const [now] = quiet.calendar.intervals(at, at + 48 * HOUR_MS);
	return now?.endAt ?? null;
}

/** What a channel is, for people: a web address by its host alone, for the rest of it may be a secret. */
export function channelWords(channel: Channel): string {
	switch (channel.kind) {
		case 'bell':
			return "the dashboard's bell";
		case 'terminal':
			return "the terminal's notification";
		case 'stderr':
			return 'standard error';
		case 'webhook':
			return `webhook ${channel.url === null ? `in ${channel.urlEnv}` : hostOf(channel.url)}`;
		case 'command':
			return `command ${channel.program}`;
		case 'syslog':
			return `syslog ${channel.host}:${channel.port}`;
		default:
			return channel satisfies never;
	}
}

/** The host of an address, for messages. */
export function hostOf(url: string): string {
	try {
		return new URL(url).host;
	} catch {
		return 'of an address that is none';
	}
}
