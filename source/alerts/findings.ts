/** What stands in the way of messages: as far as it can be known without sending any, and as trying has shown. */
import { formatSecond } from '../sla/instant.ts';
import type { Agreement } from '../sla/level.ts';
import { type Channel, channelWords } from '../sla/recipient.ts';
import { destinationWords, type Folder } from '../sla/scheduled-report.ts';
import type { RecipientState } from '../store/port-alerts.ts';
import type { ReportRun } from '../store/port-report-runs.ts';

type Under = Pick<Agreement, 'notify' | 'reports'>;

export interface Finding {
	/** What it is about, as the agreement has it: `notify.duty-manager`. */
	readonly about: string;
	/** Its line in the agreement; null where it is not in it. */
	readonly line: number | null;
	readonly problem: string;
}

/** What is asked of the machine that alerts are sent from, and reports are made on. */
export interface Machine {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Whether a program can be run, by its whole path or by its name in PATH. */
	readonly hasProgram: (program: string) => boolean;
	/** Whether there is such a folder that files can be put into. */
	readonly canWrite: (folder: string) => boolean;
}

/** Where something goes: by a channel, or into a folder. */
type Destination = Channel | Folder;

const unset = (variable: string | null, { env }: Machine): string | null =>
	variable === null || (env[variable] ?? '') !== '' ? null : `${variable} is not set here`;

function problemsOf(to: Destination, machine: Machine): (string | null)[] {
	switch (to.kind) {
		case 'webhook':
			return [unset(to.urlEnv, machine), unset(to.secretEnv, machine)];
		case 'command':
			return machine.hasProgram(to.program) ? [] : [`there is no program ${to.program} here`];
		case 'folder':
			return machine.canWrite(to.path) ? [] : [`there is no folder ${to.path} here that can be written to`];
		default:
			return [];
	}
}

/**
 * What would keep alerts and reports from going out from this machine: programs and folders that are missing,
 * variables that are not set.
 */
export function setupFindings({ notify, reports }: Under, machine: Machine): Finding[] {
	const all = [
		...[...notify.values()].map(({ name, line, channel }) => ({
			about: `notify.${name}`,
			line,
			to: channel,
		})),
		...[...reports.values()].map(({ name, line, to }) => ({ about: `reports.${name}`, line, to })),
	];
	return all.flatMap(({ about, line, to }) =>
		problemsOf(to, machine).flatMap((problem) => (problem === null ? [] : [{ about, line, problem }])),
	);
}

/** What the store keeps of how it goes. */
export interface Progress {
	readonly recipients: readonly RecipientState[];
	/** How many alerts wait for each recipient. */
	readonly waiting: ReadonlyMap<string, number>;
	readonly runs: readonly ReportRun[];
}

type Failing = Pick<RecipientState, 'failures' | 'failingSince' | 'problem'>;

const failingWords = ({ failures, failingSince, problem }: Failing, place: string): string => {
	const since = failingSince === null ? '' : ` since ${formatSecond(failingSince)}`;
	return `${place} fails${since} (${failures} in a row): ${problem}`.trimStart();
};

const againWords = (nextTryAt: number | null): string[] =>
	nextTryAt === null ? [] : [`tried again at ${formatSecond(nextTryAt)}`];

/** Recipients whose messages do not go, and reports that cannot be made or brought where they go. */
export function deliveryFindings({ notify, reports }: Under, progress: Progress): Finding[] {
	const recipients = progress.recipients.flatMap((state): Finding[] => {
		if (state.problem === null) return [];
		const known = notify.get(state.recipient);
		const count = progress.waiting.get(state.recipient) ?? 0;
		const parts = [
			failingWords(state, known ? channelWords(known.channel) : ''),
			...(count > 0 ? [`${count} wait`, ...againWords(state.nextTryAt)] : []),
			...(state.gaveUp > 0 ? [`${state.gaveUp} given up`] : []),
		];
		return [{ about: `notify.${state.recipient}`, line: known?.line ?? null, problem: parts.join('; ') }];
	});
	const runs = progress.runs.flatMap((run): Finding[] => {
		if (run.problem === null) return [];
		const known = reports.get(run.report);
		const words = failingWords(run, known ? destinationWords(known.to) : '');
		const problem = [words, ...againWords(run.nextTryAt)].join('; ');
		return [{ about: `reports.${run.report}`, line: known?.line ?? null, problem }];
	});
	return [...recipients, ...runs];
}
