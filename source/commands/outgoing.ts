/** What goes out beside the engine of this process, while it leads: alerts that it queued, reports by schedule. */
import type { Surroundings } from '../alerts/channel.ts';
import { Sender } from '../alerts/sender.ts';
import type { Engine } from '../engine/engine.ts';
import { storedTerms } from '../engine/terms.ts';
import { ScheduledReports } from '../reports/scheduled/scheduled-reports.ts';
import type { Agreement } from '../sla/level.ts';
import type { Store } from '../store/port.ts';
// Loaded with the engine: whoever takes over weeks later may find another version's files in its place.
import '../sla/cron.ts';
import '../store/sqlite/alert-queue.ts';
import '../store/sqlite/report-runs.ts';

export interface OutgoingOptions {
	readonly store: Store;
	readonly engine: Engine;
	readonly now: () => number;
	readonly surroundings: Surroundings;
	readonly onError: (error: unknown) => void;
	/** Something (`alerts to duty`, `report weekly`) has begun to fail, or goes again (null). */
	readonly onChange?: (what: string, problem: string | null) => void;
}

export class Outgoing {
	private sender: Sender | null = null;
	private reports: ScheduledReports | null = null;

	constructor(private readonly options: OutgoingOptions) {}

	/** After a tick: begins with what is due. Who does not lead leaves it to who does. */
	async look(leads: boolean): Promise<void> {
		const agreement = leads ? await this.options.engine.agreement() : null;
		if (!agreement) return;
		await this.open(agreement);
		await this.sender?.begin(agreement);
		this.reports?.look(agreement);
	}

	/** Waits until what is due has been tried. */
	async idle(): Promise<void> {
		await this.sender?.idle();
		await this.reports?.idle();
	}

	async stop(): Promise<void> {
		await Promise.all([this.sender?.stop(), this.reports?.stop()]);
	}

	private async open(agreement: Agreement): Promise<void> {
		if (this.sender && this.reports) return;
		const { store, engine: _, onChange, ...options } = this.options;
		const queue = await store.alerts();
		const runs = await store.reportRuns();
		const shared = { ...options, random: Math.random };
		this.sender ??= new Sender({
			...shared,
			queue,
			onChange: (recipient, problem) => onChange?.(`alerts to ${recipient}`, problem),
		});
		this.reports ??= new ScheduledReports({
			...shared,
			runs,
			store,
			terms: async () => storedTerms(await store.agreements(), async () => agreement),
			onChange: (report, problem) => onChange?.(`report ${report}`, problem),
		});
	}
}
