/** `slatop alert test NAME`: tells a recipient something now, or makes a report, and says what became of it. */
import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../alerts/channel.ts';
import { alertMessage, type Message } from '../../alerts/message.ts';
import { openChannel } from '../../alerts/open-channel.ts';
import { MINUTE_MS } from '../../sla/duration.ts';
import type { Agreement } from '../../sla/level.ts';
import { channelWords, type Recipient } from '../../sla/recipient.ts';
import { destinationWords, type ScheduledReport } from '../../sla/scheduled-report.ts';
import { cleanText } from '../../text/clean.ts';
import { within } from '../../text/within.ts';
import { noticeBytes } from '../../ui/terminal/notice.ts';
import { type Context, EXIT_FAILED, EXIT_OK, nowFlag, UsageError } from '../context.ts';
import { openStore } from '../open.ts';
import { agreement } from '../open-agreement.ts';
import { print } from '../output.ts';
import { termsOf } from '../terms.ts';

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

async function testRecipient(
	context: Context,
	terms: Agreement,
	recipient: Recipient,
	nowAt: number,
): Promise<Outcome> {
	const { name, channel, timeoutMs } = recipient;
	const message = sample(name, terms.name, nowAt);
	const surroundings = {
		env: context.env,
		stderr: (line: string) => process.stderr.write(`${line}\n`),
		isRehearsal: false,
	};
	const opened = openChannel(channel, surroundings);
	const outcome = await within(timeoutMs, undefined, (signal) => opened.deliver(message, signal));
	// Where it is for a terminal, this one is the nearest.
	const ways = { bell: channel.kind === 'bell', notify: channel.kind === 'terminal' };
	const { text } = message;
	if (process.stdout.isTTY) process.stdout.write(noticeBytes({ title: 'slatop', text }, ways, context.env));
	const store = await openStore(context);
	try {
		const { ok, said } = outcome;
		const delivery = { recipient: name, at: nowAt, channel: channel.kind, text, alerts: 0, ok, said };
		const well = {
			recipient: name,
			failures: 0,
			failingSince: null,
			nextTryAt: null,
			problem: null,
			gaveUp: 0,
		};
		// Who takes a test takes what waits, too: it need not rest any longer.
		await (await store.alerts()).settle(null, { delivery, alerts: [], ...(ok ? { recipient: well } : {}) });
	} finally {
		await store.close();
	}
	return outcome;
}

/** Makes a report as if this were its turn; its real turns come all the same. */
async function testReport(context: Context, report: ScheduledReport, nowAt: number): Promise<Outcome> {
	const { makeTurn } = await import('../../reports/scheduled/make-turn.ts');
	const { deliverTurn } = await import('../../reports/scheduled/deliver-turn.ts');
	const store = await openStore(context);
	try {
		const turn = await makeTurn(store, await termsOf(context, store), report, nowAt, nowAt);
		const { signal } = new AbortController();
		return await deliverTurn(report, turn, { env: context.env, isRehearsal: false }, signal);
	} finally {
		await store.close();
	}
}

export async function run(context: Context, name = ''): Promise<number> {
	const nowAt = nowFlag(context.flags);
	const { agreement: terms } = await agreement(context);
	const recipient = terms.notify.get(name);
	const report = terms.reports.get(name);
	if (!recipient && !report) {
		const names = [...terms.notify.keys(), ...terms.reports.keys()].join(', ');
		throw new UsageError(
			`alert test needs a recipient or a report of the agreement${name === '' ? '' : `, and ${JSON.stringify(name)} is none`} (there is: ${names})`,
		);
	}
	const outcomes = [
		...(recipient
			? [[channelWords(recipient.channel), await testRecipient(context, terms, recipient, nowAt)] as const]
			: []),
		...(report ? [[destinationWords(report.to), await testReport(context, report, nowAt)] as const] : []),
	];
	for (const [place, { ok, said }] of outcomes) {
		const line = cleanText(`${name} (${place}): ${said}`);
		if (ok) await print([line]);
		else process.stderr.write(`slatop: ${line}\n`);
	}
	return outcomes.every(([, { ok }]) => ok) ? EXIT_OK : EXIT_FAILED;
}
