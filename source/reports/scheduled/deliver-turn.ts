/** Brings a turn of a scheduled report where it goes: into a folder, or to a webhook. */
import { join } from 'node:path';
import { delivered, failed, type Outcome, type Surroundings } from '../../alerts/channel.ts';
import { openWebhook } from '../../alerts/channels/webhook.ts';
import type { ScheduledReport } from '../../sla/scheduled-report.ts';
import { codeOf, messageOf } from '../../text/message.ts';
import { within } from '../../text/within.ts';
import { writeWholeFile } from '../whole-file.ts';
import type { Turn } from './make-turn.ts';

/** It names customers: it is not for everybody on the machine. */
const MODE = 0o640;

async function write(folder: string, { fileName, text }: Turn): Promise<Outcome> {
	const path = join(folder, fileName);
	try {
		await writeWholeFile(path, text, MODE);
		return delivered(path);
	} catch (error) {
		return failed(
			codeOf(error) === 'ENOENT' ? `there is no folder ${folder}` : `${path}: ${messageOf(error)}`,
		);
	}
}

export async function deliverTurn(
	{ to, timeoutMs }: ScheduledReport,
	turn: Turn,
	{ env, isRehearsal }: Pick<Surroundings, 'env' | 'isRehearsal'>,
	ending: AbortSignal,
): Promise<Outcome> {
	if (isRehearsal) return delivered('not made: the floor is simulated');
	if (to.kind === 'folder') return write(to.path, turn);
	const webhook = openWebhook(to, { env });
	return within(timeoutMs, ending, (signal) => webhook.deliver(turn.message, signal));
}
