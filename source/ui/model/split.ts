/** A list and the selected row's ticket side by side, where the screen is wide enough. */

export const LEAST_SPLIT_COLUMNS = 140;
/** Cells that a list needs for its own columns, and the least that a ticket gets. */
const LIST_SHARE = 0.55;
/** A selection that rests for so long is followed by the ticket: whoever moves on does not wait for it. */
export const FOLLOW_MS = 80;

export interface SplitOptions {
	readonly columns: () => number;
	/** Whether what is shown is a list. */
	readonly isList: () => boolean;
}

export class Split {
	/** Whether it is wanted, where there is room for it. */
	isOn = false;
	/** Which side the keys are for. */
	private side: 'list' | 'ticket' = 'list';

	constructor(private readonly options: SplitOptions) {}

	get isShown(): boolean {
		return this.isOn && this.options.isList() && this.options.columns() >= LEAST_SPLIT_COLUMNS;
	}

	get isOnTicket(): boolean {
		return this.isShown && this.side === 'ticket';
	}

	/** Cells of the list. */
	get listWidth(): number {
		const columns = this.options.columns();
		return this.isShown ? Math.floor(columns * LIST_SHARE) : columns;
	}

	/** Cells of the ticket, without the line between them. */
	get ticketWidth(): number {
		return this.options.columns() - this.listWidth - 2;
	}

	toggle(): void {
		this.isOn = !this.isOn;
		this.side = 'list';
	}

	/** Hands the keys to the other side. */
	turn(): void {
		this.side = this.side === 'list' ? 'ticket' : 'list';
	}

	/** Hands the keys to the list. */
	toList(): void {
		this.side = 'list';
	}
}
