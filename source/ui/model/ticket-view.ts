/** One ticket: everything about it, or why its timers are due when they are. */
import type { BoardStore, TicketDetail } from '../../store/port.ts';
import type { AlertRow } from '../../store/port-alerts.ts';
import { Scroll } from './scroll.ts';

export interface TicketViewOptions {
	readonly store: () => BoardStore;
	readonly explain: (ticket: string) => Promise<readonly string[]>;
	/** What somebody was told of a ticket, or is to be. */
	readonly alerts: (ticket: string) => Promise<readonly AlertRow[]>;
}

export class TicketView {
	/** Its reference; '' before any has been looked at. */
	reference = '';
	detail: TicketDetail | null = null;
	alerts: readonly AlertRow[] = [];
	/** Why its timers are due when they are; null while nobody asks. */
	explanation: readonly string[] | null = null;
	readonly scroll = new Scroll();

	constructor(private readonly options: TicketViewOptions) {}

	async open(reference: string): Promise<void> {
		this.reference = reference;
		this.explanation = null;
		this.scroll.reset();
		await this.read();
	}

	async read(): Promise<void> {
		this.detail = await this.options.store().detail(this.reference);
		this.alerts = this.detail ? await this.options.alerts(this.reference) : [];
	}

	async toggleExplanation(): Promise<void> {
		this.scroll.reset();
		this.explanation = this.explanation ? null : await this.options.explain(this.reference);
	}

	/** There is another present, or past. */
	async renewExplanation(): Promise<void> {
		if (this.explanation) this.explanation = await this.options.explain(this.reference);
	}
}
