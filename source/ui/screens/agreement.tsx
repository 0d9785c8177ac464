/** The agreement in force, as the document that both parties can read. */
import { Text } from 'ink';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { documentLines } from './document-lines.ts';
import { Page } from './page.tsx';

export function AgreementScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const { document } = board.facts;
	if (!document) return <Text>{theme.paint('faint', WORDS.noAgreement)}</Text>;
	return <Page board={board} lines={documentLines(document, board.columns, theme)} />;
}
