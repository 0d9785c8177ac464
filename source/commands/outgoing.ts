/** What goes out beside the engine of this process, while it leads: alerts that it queued, reports by schedule. */
import type { Surroundings } from '../alerts/channel.ts';
import { Sender } from '../alerts/sender.ts';
import type { Engine } from '../engine/engine.ts';
import { storedTerms } from '../engine/terms.ts';
import { ScheduledReports } from '../reports/scheduled/scheduled-reports.ts';
import type { Agreement } from '../sla/level.ts';
import { StaleLease, type Store } from '../store/port.ts';
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
	private leads = false;
	/** Ends what was under way when another began to lead. */
	private leaving: Promise<unknown> = Promise.resolve();

	constructor(private readonly options: OutgoingOptions) {}

	/** After a tick: begins with what is due. Who does not lead (any more) leaves it to who does. */
	async look(leads: boolean): Promise<void> {
		this.leads = leads;
		if (!leads) return this.leave();
		const agreement = await this.options.engine.agreement();
		if (!agreement) return;
		await this.open(agreement);
		// Meanwhile another may have begun to lead.
		const lease = this.options.engine.leaseHeld;
		if (!this.leads || !lease) return this.leave();
		await this.sender?.begin(agreement, lease);
		this.reports?.look(agreement, lease);
	}

	/** Waits until what is due has been tried. */
	async idle(): Promise<void> {
		await this.sender?.idle();
		await this.reports?.idle();
	}

	async stop(): Promise<void> {
		this.leads = false;
		await this.leave();
	}

	/** Ends what is under way, as if this process ended: whoever leads next does it again. */
	private async leave(): Promise<void> {
		const { sender, reports } = this;
		this.sender = null;
		this.reports = null;
		this.leaving = Promise.all([this.leaving, sender?.stop(), reports?.stop()]);
		await this.leaving;
	}

	private async open(agreement: Agreement): Promise<void> {
		if (this.sender && this.reports) return;
		const { store, engine: _, onChange, onError, ...options } = this.options;
		const queue = await store.alerts();
		const runs = await store.reportRuns();
		const shared = {
			...options,
			random: Math.random,
			// Another leads: what was under way is sent or made by it.
			onError: (error: unknown) => {
				if (!(error instanceof StaleLease)) onError(error);
			},
		};
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
