/** A line of syslog over UDP (RFC 5424, RFC 5426). Nobody answers: that it has been sent is all that is known. */
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { formatInstant } from '../../sla/instant.ts';
import { type Channel as ChannelOf, FACILITIES } from '../../sla/recipient.ts';
import { cleanText } from '../../text/clean.ts';
import { messageOf } from '../../text/message.ts';
import { type Channel, delivered, failed, type Outcome } from '../channel.ts';
import type { Message, Severity } from '../message.ts';

type Syslog = ChannelOf & { readonly kind: 'syslog' };

/** RFC 5424, section 6.2.1. */
const SEVERITIES: Readonly<Record<Severity, number>> = { error: 3, warning: 4, notice: 5 };
/** The number that RFC 5612 sets aside for examples: slatop has none of its own. */
const ENTERPRISE = 32473;
/** What every receiver must take is 480 octets, what it should is 2048 (RFC 5426, section 3.2). */
const MOST_BYTES = 2_048;

const parameter = (name: string, value: unknown): string =>
	typeof value === 'string' || typeof value === 'number'
		? ` ${name}="${cleanText(String(value)).replaceAll(/["\\\]]/g, (sign) => `\\${sign}`)}"`
		: '';

/** Names of the header are printable ASCII without spaces, and never nothing. */
const headerName = (text: string): string => text.replaceAll(/[^\x21-\x7E]/g, '').slice(0, 48) || '-';

/** One datagram. */
function syslogLine(message: Message, facility: Syslog['facility'], host: string): Buffer {
	const { text, severity, kind, body, id, sentAt } = message;
	const priority = FACILITIES.indexOf(facility) * 8 + SEVERITIES[severity];
	const about = ['ticket', 'metric', 'step', 'state'].map((name) => parameter(name, body[name])).join('');
	const head = `<${priority}>1 ${formatInstant(sentAt)} ${headerName(host)} slatop ${process.pid} ${kind}`;
	const data = `[slatop@${ENTERPRISE}${parameter('id', id)}${about}]`;
	const line = Buffer.from(`${head} ${data} \uFEFF${text}`);
	if (line.length <= MOST_BYTES) return line;
	// Cut between characters, not within one.
	let end = MOST_BYTES;
	while (((line[end] ?? 0) & 0xc0) === 0x80) end--;
	return line.subarray(0, end);
}

export function openSyslog({ host, port, facility }: Syslog): Channel {
	return {
		deliver(message, signal) {
			return new Promise<Outcome>((resolve) => {
				const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
				let isSettled = false;
				const settle = (outcome: Outcome): void => {
					if (isSettled) return;
					isSettled = true;
					socket.close();
					resolve(outcome);
				};
				signal.addEventListener('abort', () => settle(failed(`${host}: not sent in time`)), { once: true });
				socket.on('error', (error) => settle(failed(`${host}:${port}: ${messageOf(error)}`)));
				socket.send(syslogLine(message, facility, hostname()), port, host, (error) => {
					settle(error ? failed(`${host}:${port}: ${messageOf(error)}`) : delivered('sent; nobody answers'));
				});
			});
		},
	};
}
