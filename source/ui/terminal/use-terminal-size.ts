import { useStdout } from 'ink';
import { useCallback, useSyncExternalStore } from 'react';

/** How large the screen is, in cells. */
export interface TerminalSize {
	readonly columns: number;
	readonly rows: number;
}

/**
 * The terminal's size, kept up to date. Needed for every size: Ink itself does not listen to resizes where it
 * believes to run in CI, and never hands on the number of rows.
 */
export function useTerminalSize(): TerminalSize {
	const { stdout } = useStdout();
	const subscribe = useCallback(
		(changed: () => void) => {
			stdout.on('resize', changed);
			return () => {
				stdout.off('resize', changed);
			};
		},
		[stdout],
	);
	const columns = useSyncExternalStore(subscribe, () => stdout.columns);
	const rows = useSyncExternalStore(subscribe, () => stdout.rows);
	return { columns, rows };
}
