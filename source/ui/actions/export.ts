/** Writing what the SLA log shows to a file: the same rows, in the same order. */
import type { Format } from '../../reports/format-names.ts';
import { twoDigits } from '../../text/figures.ts';
import type { Action } from '../keymap.ts';
import { ask } from '../model/asking.ts';
import type { Board } from '../model/board.ts';
import { failureText } from '../model/failure.ts';
import type { Choice } from '../model/menu.ts';
import { WORDS } from '../words.ts';

/** The formats that can be asked for, by the ending of the file's name. */
const ENDINGS: readonly (readonly [ending: string, format: Format])[] = [
	['csv', 'csv'],
	['ndjson', 'ndjson'],
	['md', 'markdown'],
];

/** `sla-log-20261124-1405`: by the clock of the screen, to the minute. */
function fileName(at: number): string {
	const date = new Date(at);
	const day = `${date.getFullYear()}${twoDigits(date.getMonth() + 1)}${twoDigits(date.getDate())}`;
	return `sla-log-${day}-${twoDigits(date.getHours())}${twoDigits(date.getMinutes())}`;
}

const formatOf = (path: string): Format | undefined =>
	ENDINGS.find(([ending]) => path.toLowerCase().endsWith(`.${ending}`))?.[1];

/** Writes it while the screen goes on, and says when it is done. */
function write(board: Board, path: string, format: Format): void {
	const { narrowing, listedStore, options, freeze, travel } = board;
	board.flash.say(WORDS.said.exporting(path));
	const what = { filter: narrowing.parsed.log, ...narrowing.logSorting, path, format };
	const written = options.exportLog(listedStore, what);
	(freeze.store ? freeze : travel).keepFor(written);
	void written.then(
		(rows) => board.do(() => board.flash.say(WORDS.said.exported(rows, path))),
		(error: unknown) => {
			return board.do(() => board.flash.say(WORDS.said.failed(failureText(error)), 'failed'));
		},
	);
}

async function exportLog(board: Board): Promise<void> {
	const name = fileName(board.nowAt);
	const choice = (path: string): Choice => {
		const format = formatOf(path);
		return {
			label: path,
			disabled: format === undefined ? WORDS.refused.exportEnding : null,
			run: () => {
				if (format !== undefined) write(board, path, format);
			},
		};
	};
	const answers = ENDINGS.map(([ending]) => choice(`${name}.${ending}`));
	await ask(board, WORDS.menu.exportTo, answers, (typed) => [choice(typed)]);
}

export const EXPORT: readonly Action[] = [{ id: 'export', keys: ['E'], screens: ['log'], run: exportLog }];
