/** What is done with agreements: one that was changed is tried, before it comes into force. */
import type { Action } from '../keymap.ts';
import { ask } from '../model/asking.ts';
import type { Board } from '../model/board.ts';
import type { Choice } from '../model/menu.ts';
import { TRIAL_SPANS, type Trials } from '../model/trial.ts';
import { WORDS } from '../words.ts';

async function askSpan(board: Board, trials: Trials, path: string): Promise<void> {
	const spans = TRIAL_SPANS.map(
		(span): Choice => ({
			label: WORDS.trial.spans[span],
			run: async () => {
				const { TrialOverlay } = await import('../screens/trial.ts');
				const overlay = new TrialOverlay(board, { path, span, nowAt: board.nowAt });
				await board.showOver(overlay);
				overlay.begin(trials);
			},
		}),
	);
	await ask(board, WORDS.menu.tryOn, spans);
}

async function askFile(board: Board): Promise<void> {
	const trials = await board.options.trials?.();
	if (!trials) return;
	const choice = (path: string): Choice => ({ label: path, run: () => askSpan(board, trials, path) });
	const files = (await trials.files()).map(choice);
	await ask(board, WORDS.menu.tryFile, files, (typed) => [choice(typed)]);
}

export const AGREEMENT: readonly Action[] = [
	{
		id: 'try',
		keys: ['t'],
		screens: ['agreement'],
		disabled: ({ options }) => (options.trials ? null : WORDS.refused.noTrials),
		run: askFile,
	},
];
