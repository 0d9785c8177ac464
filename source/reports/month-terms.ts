/** By which agreement a month is paid, and held to its goals: the one in force when it ends, or now while it runs. */
import { startOfMonth } from '../sla/calendar/local-period.ts';
import { type Agreement, currenciesOf } from '../sla/level.ts';

/** The agreement that is in force at an instant. */
export type TermsAt = (at: number) => Promise<Agreement>;

export class MonthTerms {
	private readonly byMonth = new Map<number, Agreement>();

	constructor(
		private readonly termsAt: TermsAt,
		private readonly zone: string,
		private readonly nowAt: number,
	) {}

	knows(month: number): boolean {
		return this.byMonth.has(month);
	}

	/** Finds a month's terms, to be had with `of` from then on. */
	async learn(month: number): Promise<Agreement> {
		const known = this.byMonth.get(month);
		if (known) return known;
		const terms = await this.termsAt(Math.min(this.nowAt, startOfMonth(month + 1, this.zone) - 1));
		this.byMonth.set(month, terms);
		return terms;
	}

	/** Whether any of the months costs anybody anything. */
	havePenalties(): boolean {
		return [...this.byMonth.values()].some(({ levels }) =>
			[...levels.values()].some(({ penalty }) => penalty !== null),
		);
	}

	/** The currencies of the months' agreements, those of the latest month first, each agreement's in its order. */
	currencies(): readonly string[] {
		const latestFirst = [...this.byMonth].sort(([a], [b]) => b - a);
		return [...new Set(latestFirst.flatMap(([, agreement]) => currenciesOf(agreement)))];
	}

	readonly of = (month: number): Agreement => {
		const terms = this.byMonth.get(month);
		if (!terms) throw new RangeError(`the terms of month ${month} are not known yet`);
		return terms;
	};
}
