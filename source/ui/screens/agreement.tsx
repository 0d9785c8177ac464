/** The agreement in force, as the document that both parties can read. */
import { Text } from 'ink';
import { fitStart } from '../../text/fit.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { Page } from './page.tsx';

const CELL = / *\| */;

/** Markdown's tables, aligned for a screen. */
function alignTables(lines: readonly string[]): string[] {
	const aligned: string[] = [];
	let table: string[][] = [];
	const flush = (): void => {
		const widths = (table[0] ?? []).map((_, place) =>
			Math.max(...table.map((row) => (row[place] ?? '').length)),
		);
		for (const row of table)
			aligned.push(
				row
					.map((cell, i) => cell.padEnd(widths[i] ?? 0))
					.join('  ')
					.trimEnd(),
			);
		table = [];
	};
	for (const line of lines) {
		if (!line.startsWith('|')) {
			flush();
			aligned.push(line);
		} else if (!line.startsWith('| ---')) table.push(line.replace(/^\| | \|$/g, '').split(CELL));
	}
	flush();
	return aligned;
}

function drawn(line: string, width: number, theme: Theme): string {
	const heading = /^#+ /.exec(line)?.[0];
	const text = ` ${fitStart(heading ? line.slice(heading.length) : line, width - 1, { ascii: !theme.isUnicode })}`;
	return heading ? theme.paint('title', text) : text;
}

export function AgreementScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	if (!board.document) return <Text>{theme.paint('faint', WORDS.noAgreement)}</Text>;
	const lines = alignTables(board.document).map((line) => drawn(line, board.columns, theme));
	return <Page board={board} lines={lines} />;
}
