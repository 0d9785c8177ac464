/** The agreement in force, as the document that both parties can read. */

import { wrapLine } from '../../text/wrap.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { documentLines } from './document-lines.ts';
import { agreementWords } from './header-health.ts';
import { Page } from './page.tsx';

/** What is wrong with the file, whole: the header has no more than the beginning of it where the screen is narrow. */
function wrongLines(board: Board, theme: Theme): string[] {
	if (board.overview.status.agreementProblem === null) return [];
	const lines = wrapLine(` ${agreementWords(board)}`, board.columns, !theme.isUnicode);
	return [...lines.map((line) => theme.paint('warning', line)), ''];
}

export function AgreementScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const { document } = board.facts;
	const wrong = wrongLines(board, theme);
	const lines = document
		? documentLines(document, board.columns, theme)
		: [` ${theme.paint('faint', WORDS.noAgreement)}`];
	return <Page board={board} lines={[...wrong, ...lines]} />;
}
