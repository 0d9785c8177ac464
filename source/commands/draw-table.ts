/** How tables are drawn on standard output. */
import type { DrawTable } from '../reports/document.ts';
import type { TextTable } from '../reports/table.ts';

/** Of a terminal that does not say how wide it is. */
const USUAL_COLUMNS = 80;

/** With lines around them on a terminal; undefined elsewhere, where they are aligned and nothing else. */
export async function terminalTables(
	env: NodeJS.ProcessEnv,
	stdout: NodeJS.WriteStream = process.stdout,
): Promise<DrawTable | undefined> {
	if (!stdout.isTTY) return undefined;
	// Loaded only here: what goes to a pipe needs none of it.
	const { drawnTable, TableGoingOn } = await import('../ui/drawn-table.tsx');
	const { wrapLine } = await import('../text/wrap.ts');
	const { capabilities } = await import('../ui/terminal/capabilities.ts');
	const shown = capabilities(env, true);
	if (shown.dumb) return undefined;
	const width = (): number => stdout.columns || USUAL_COLUMNS;
	return Object.assign((table: TextTable) => drawnTable(table, width(), shown), {
		broken: (line: string) => wrapLine(line, width(), !shown.unicode),
		goingOn: (columns: TextTable['columns']) => new TableGoingOn(columns, width, shown),
	});
}
