/** What stands in the way of messages: as far as it can be known without sending any, and as trying has shown. */
import { formatSecond } from '../sla/instant.ts';
import type { Agreement } from '../sla/level.ts';
import { type Channel, channelWords, type Recipient } from '../sla/recipient.ts';
import type { RecipientState } from '../store/port-alerts.ts';

export interface Finding {
	/** What it is about, as the agreement has it: `notify.duty-manager`. */
	readonly about: string;
	/** Its line in the agreement; null where it is not in it. */
	readonly line: number | null;
	readonly problem: string;
}

/** What is asked of the machine that alerts are sent from. */
export interface Machine {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Whether a program can be run, by its whole path or by its name in PATH. */
	readonly hasProgram: (program: string) => boolean;
}

type Check = (channel: Channel, machine: Machine) => readonly (string | null)[];

const unset = (variable: string | null, { env }: Machine): string | null =>
	variable === null || (env[variable] ?? '') !== '' ? null : `${variable} is not set here`;

const CHECKS: Readonly<Partial<Record<Channel['kind'], Check>>> = {
	webhook: (channel, machine) =>
		channel.kind === 'webhook' ? [unset(channel.urlEnv, machine), unset(channel.secretEnv, machine)] : [],
	command: (channel, machine) =>
		channel.kind === 'command' && !machine.hasProgram(channel.program)
			? [`there is no program ${channel.program} here`]
			: [],
};

const checkOf = ({ name, channel, line }: Recipient, machine: Machine): Finding[] =>
	(CHECKS[channel.kind]?.(channel, machine) ?? []).flatMap((problem) =>
		problem === null ? [] : [{ about: `notify.${name}`, line, problem }],
	);

/** What would keep alerts from being sent from this machine: programs that are missing, variables that are not set. */
export function setupFindings({ notify }: Pick<Agreement, 'notify'>, machine: Machine): Finding[] {
	return [...notify.values()].flatMap((recipient) => checkOf(recipient, machine));
}

/** Recipients whose messages do not go. @param waiting how many alerts wait for each */
export function deliveryFindings(
	{ notify }: Pick<Agreement, 'notify'>,
	states: readonly RecipientState[],
	waiting: ReadonlyMap<string, number>,
): Finding[] {
	return states.flatMap(({ recipient, problem, failures, failingSince, nextTryAt, gaveUp }) => {
		if (problem === null) return [];
		const known = notify.get(recipient);
		const since = failingSince === null ? '' : ` since ${formatSecond(failingSince)}`;
		const count = waiting.get(recipient) ?? 0;
		const parts = [
			`${known ? `${channelWords(known.channel)} ` : ''}fails${since} (${failures} in a row): ${problem}`,
			...(count > 0 ? [`${count} wait`] : []),
			...(count > 0 && nextTryAt !== null ? [`tried again at ${formatSecond(nextTryAt)}`] : []),
			...(gaveUp > 0 ? [`${gaveUp} given up`] : []),
		];
		return [{ about: `notify.${recipient}`, line: known?.line ?? null, problem: parts.join('; ') }];
	});
}
