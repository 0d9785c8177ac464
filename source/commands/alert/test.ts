/** `slatop alert test NAME`: sends a message to a recipient now, whatever waits for it, and says what became of it. */
import { randomUUID } from 'node:crypto';
import { alertMessage, type Message } from '../../alerts/message.ts';
import { openChannel } from '../../alerts/open-channel.ts';
import { MINUTE_MS } from '../../sla/duration.ts';
import type { Agreement } from '../../sla/level.ts';
import { channelWords, type Recipient } from '../../sla/recipient.ts';
import { cleanText } from '../../text/clean.ts';
import { noticeBytes } from '../../ui/terminal/notice.ts';
import { type Context, EXIT_FAILED, EXIT_OK, nowFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { agreement } from '../open-agreement.ts';
import { print } from '../output.ts';

/** @throws {UsageError} where the agreement has no such recipient */
function recipientOf({ notify }: Agreement, name: string | undefined): Recipient {
	const names = [...notify.keys()].join(', ');
	const known = names === '' ? 'the agreement has none (notify:)' : `there is: ${names}`;
	if (name === undefined) throw new UsageError(`alert test needs the name of a recipient (${known})`);
	const found = notify.get(name);
	if (found) return found;
	throw new UsageError(`no recipient "${name}" (${known})`);
}

/** What an alert of a timer at risk would look like. */
function sample(recipient: string, agreementName: string, nowAt: number): Message {
	const dueAt = nowAt + 15 * MINUTE_MS;
	const alert = {
		row: 0,
		id: randomUUID(),
		ticket: 'TEST-1',
		metric: 'first_answer',
		cycle: 1,
		step: '75%',
		repeat: 0,
		recipient,
		stepAt: nowAt,
		createdAt: nowAt,
		alertState: 'queued',
		nextTryAt: nowAt,
		failedAt: null,
		tries: 0,
		sentAt: null,
		lastError: null,
		facts: {
			subject: 'this is a test of slatop alert test',
			requester: null,
			organization: null,
			department: null,
			agent: null,
			priority: 'normal',
			status: 'new',
			url: null,
			level: null,
			calendar: 'always',
			state: 'at_risk',
			startedAt: dueAt - 60 * MINUTE_MS,
			atRiskAt: nowAt,
			dueAt,
			closedAt: null,
			targetMs: 60 * MINUTE_MS,
			countedMs: 45 * MINUTE_MS,
		},
	} as const;
	return alertMessage(alert, { recipient, agreement: agreementName, nowAt }, 'test');
}

export async function run(context: Context, name: string | undefined): Promise<number> {
	const nowAt = nowFlag(context.flags);
	const { agreement: terms } = await agreement(context);
	const recipient = recipientOf(terms, name);
	const { channel } = recipient;
	const message = sample(recipient.name, terms.name, nowAt);
	const surroundings = {
		env: context.env,
		stderr: (line: string) => process.stderr.write(`${line}\n`),
		isRehearsal: false,
	};
	const outcome = await openChannel(channel, surroundings).deliver(
		message,
		AbortSignal.timeout(recipient.timeoutMs),
	);
	// Where it is for a terminal, this one is the nearest.
	const ways = { bell: channel.kind === 'bell', notify: channel.kind === 'terminal' };
	const { text } = message;
	if (process.stdout.isTTY) process.stdout.write(noticeBytes({ title: 'slatop', text }, ways, context.env));
	const store = await openStore(context);
	try {
		const alerts = await store.alerts();
		const { ok, said } = outcome;
		const delivery = {
			recipient: recipient.name,
			at: nowAt,
			channel: channel.kind,
			text,
			alerts: 0,
			ok,
			said,
		};
		const well = { failures: 0, failingSince: null, nextTryAt: null, problem: null, gaveUp: 0 };
		// Who takes a test takes what waits, too: it need not rest any longer.
		await alerts.settle({
			delivery,
			alerts: [],
			...(ok ? { recipient: { recipient: recipient.name, ...well } } : {}),
		});
	} finally {
		await store.close();
	}
	const line = cleanText(`${recipient.name} (${channelWords(channel)}): ${outcome.said}`);
	if (outcome.ok) await print([line]);
	else process.stderr.write(`slatop: ${line}\n`);
	return outcome.ok ? EXIT_OK : EXIT_FAILED;
}
