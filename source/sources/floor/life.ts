/** One ticket's life on the simulated floor, from its creation to its end. */
import { formatInstant } from '../../sla/instant.ts';
import { DEPARTMENTS, type Department, ORGANIZATIONS, type Organization, REQUESTERS } from './cast.ts';
import { afterWork } from './hours.ts';
import type { Random } from './prng.ts';

/** One event as the outside world sends it; its id is given when it is sent. */
export interface Happening {
	readonly at: number;
	readonly event: Readonly<Record<string, unknown>> & { readonly ticket: string; readonly type: string };
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long the floor takes over things, at work, in minutes: those who pay more wait less. */
const PACE: Readonly<Record<Organization['group'], { first: number; next: number; parked: number }>> = {
	vip: { first: 34, next: 62, parked: 400 },
	business: { first: 78, next: 150, parked: 1_000 },
	standard: { first: 165, next: 215, parked: 1_050 },
};

/** What is urgent is taken up sooner. */
const HASTE = { urgent: 0.45, high: 0.7, normal: 1, low: 1.15 } as const;

function weighted<T>(items: readonly [T, ...T[]], weight: (item: T) => number, random: Random): T {
	let left = random.next() * items.reduce((sum, item) => sum + weight(item), 0);
	for (const item of items) {
		left -= weight(item);
		if (left <= 0) return item;
	}
	return items[0];
}

export class Life {
	readonly happenings: Happening[] = [];
	private readonly department: Department;
	private readonly organization: Organization;
	/** Another ticket of the same organization. */
	private readonly earlier: string | undefined;
	private agent: string;
	private priority: keyof typeof HASTE;
	private at: number;

	constructor(
		private readonly ticket: string,
		createdAt: number,
		private readonly random: Random,
		/** Each organization's latest ticket: the one that its next may turn out to be the same as. */
		latest: Map<string, string>,
	) {
		this.at = createdAt;
		this.department = weighted(DEPARTMENTS, ({ share }) => share, random);
		this.organization = weighted(ORGANIZATIONS, ({ weight }) => weight, random);
		this.agent = random.pick(this.department.agents);
		this.priority = weighted(['normal', 'high', 'low', 'urgent'] as const, priorityWeight, random);
		this.earlier = latest.get(this.organization.name);
		latest.set(this.organization.name, ticket);
		const channel = weighted(['email', 'form', 'chat', 'call'] as const, channelWeight, random);
		this.happen('created', this.fields(channel));
		if (random.chance(0.012)) this.beSpam();
		else if (channel === 'chat' || channel === 'call') this.contact(channel);
		else this.correspondence();
	}

	private fields(channel: string): Record<string, unknown> {
		const { random, organization, department } = this;
		return {
			subject: random
				.pick(department.subjects)
				.replace('#', String(1_000 + Math.floor(random.next() * 9_000))),
			requester: `${random.pick(REQUESTERS)}@${organization.domain}`,
			organization: organization.name,
			customer_group: organization.group,
			department: department.name,
			priority: this.priority,
			channel,
			...(random.chance(0.15) ? { tags: [random.pick(['onboarding', 'renewal', 'outage', 'press'])] } : {}),
			url: `https://desk.example.com/tickets/${this.ticket}`,
		};
	}

	private happen(type: string, more: Readonly<Record<string, unknown>> = {}): void {
		this.happenings.push({
			at: this.at,
			event: { ticket: this.ticket, at: formatInstant(this.at), type, ...more },
		});
	}

	/** The customer, or anybody who keeps no hours, takes so long. */
	private later(meanMs: number): void {
		this.at = Math.floor(this.at + SECOND_MS + this.random.wait(meanMs));
	}

	/** An agent takes so long, at work. */
	private worked(meanMs: number): void {
		this.at = afterWork(this.at, SECOND_MS + this.random.effort(meanMs));
	}

	/** How long such a step takes on this ticket, on average. */
	private pace(step: keyof (typeof PACE)['vip']): number {
		return PACE[this.organization.group][step] * HASTE[this.priority] * MINUTE_MS;
	}

	private beSpam(): void {
		this.worked(20 * MINUTE_MS);
		this.happen('status', { status: 'spam' });
	}

	/** A chat or a call: answered in seconds, or given up; then mostly done at once. */
	private contact(kind: 'chat' | 'call'): void {
		const { random } = this;
		this.at += 2 * SECOND_MS;
		this.happen(`${kind}_started`);
		const isAtWork = afterWork(this.at, 0) === this.at;
		this.later(isAtWork ? 35 * SECOND_MS : 90 * SECOND_MS);
		if (!isAtWork || random.chance(0.07)) {
			this.happen(`${kind}_ended`);
			this.correspondence();
			return;
		}
		this.happen(`${kind}_answered`, { agent: this.agent });
		this.happen('assigned', { agent: this.agent });
		this.later(7 * MINUTE_MS);
		this.happen(`${kind}_ended`, { agent: this.agent });
		this.answer();
		if (random.chance(0.75)) this.solve();
		else this.rounds(1);
	}

	private correspondence(): void {
		const { random } = this;
		if (random.chance(0.3)) {
			this.at += 3 * SECOND_MS;
			this.happen('message', { actor: 'system', auto: true });
		}
		this.worked(this.pace('first') / 3);
		this.happen('assigned', { agent: this.agent });
		if (random.chance(0.08)) {
			this.worked(10 * MINUTE_MS);
			this.priority = random.pick(['high', 'urgent', 'low']);
			this.happen('updated', { priority: this.priority });
		}
		if (random.chance(0.02)) this.happen('updated', { level: random.pick(['gold', 'silver']) });
		if (random.chance(0.12)) this.handOver();
		if (random.chance(0.3)) this.note();
		this.worked(this.pace('first') / 2);
		this.answer();
		this.rounds(weighted([0, 1, 2, 3] as const, (count) => 40 - count * 12, random));
	}

	/** To a colleague, or back to the department, where somebody takes it up. */
	private handOver(): void {
		this.worked(15 * MINUTE_MS);
		if (this.random.chance(0.4)) {
			this.happen('assigned', { agent: null });
			this.worked(25 * MINUTE_MS);
		}
		this.agent = this.random.pick(this.department.agents);
		this.happen('assigned', { agent: this.agent });
	}

	/** Among colleagues: it is no answer. */
	private note(): void {
		this.worked(8 * MINUTE_MS);
		this.happen('message', { actor: 'agent', agent: this.agent, public: false });
	}

	private answer(): void {
		this.happen('message', { actor: 'agent', agent: this.agent });
	}

	/** So many times the customer writes back and is answered; then it is solved, one way or another. */
	private rounds(count: number): void {
		const { random } = this;
		for (let round = 0; round < count; round++) {
			this.later(1.5 * HOUR_MS);
			this.happen('message', { actor: 'customer' });
			if (random.chance(0.4)) this.note();
			this.worked(this.pace('next'));
			this.answer();
		}
		if (this.earlier && random.chance(0.04)) {
			this.worked(HOUR_MS);
			this.happen('merged', { into: this.earlier });
			return;
		}
		if (random.chance(0.2)) this.park();
		else this.worked(1.3 * HOUR_MS);
		this.solve();
	}

	/** Waits for somebody else, a supplier or a date, while the customer waits for the solution. */
	private park(): void {
		this.worked(20 * MINUTE_MS);
		this.happen('status', { status: this.random.chance(0.5) ? 'on_hold' : 'postponed' });
		this.worked(this.pace('parked'));
		this.answer();
	}

	private solve(): void {
		const { random } = this;
		this.at += MINUTE_MS;
		this.happen('status', { status: 'resolved' });
		if (random.chance(0.14)) {
			this.later(5 * HOUR_MS);
			this.happen('message', { actor: 'customer' });
			if (random.chance(0.45)) {
				// "Thanks!": it wants no answer, and the ticket is solved again.
				this.worked(20 * MINUTE_MS);
				this.happen('no_answer_needed', { agent: this.agent });
				this.happen('status', { status: 'resolved' });
			} else {
				this.worked(this.pace('next'));
				this.answer();
				this.worked(1.5 * HOUR_MS);
				this.happen('status', { status: 'resolved' });
			}
		}
		this.at += 72 * HOUR_MS;
		this.happen('status', { status: 'closed' });
	}
}

const channelWeight = (channel: 'email' | 'form' | 'chat' | 'call'): number =>
	({ email: 55, form: 20, chat: 17, call: 8 })[channel];

const priorityWeight = (priority: keyof typeof HASTE): number =>
	({ normal: 60, high: 20, low: 12, urgent: 8 })[priority];
