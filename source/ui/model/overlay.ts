/** What lies over the screen until a key closes it. The help is one too, and is always at hand. */
import type { Theme } from '../theme.ts';

export interface Overlay {
	/** Reads what it shows: before it is shown, and whenever the store has changed. */
	read(): Promise<void>;
	lines(theme: Theme): readonly string[];
}
