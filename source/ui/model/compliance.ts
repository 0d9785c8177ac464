/** Compliance and penalties of a period, worked out from kept tallies. */
import { priceOf } from '../../reports/stake.ts';
import type { AgreementFacts, Counter, KindCount } from '../../store/port.ts';
import { byName } from '../../text/order.ts';

/** One line: a department, a level or a metric, or all of them. */
export interface ComplianceLine {
	readonly name: string | null;
	readonly fulfilled: number;
	readonly missed: number;
	/** Open, and past due now: counted as missed from the moment of the breach. */
	readonly breached: number;
	/** Fulfilled ÷ (fulfilled + missed + breached); null where there is nothing to divide. */
	readonly share: number | null;
	/** What the misses and breaches cost, in the agreement's currency. */
	readonly penalty: number;
}

export type Dimension = 'department' | 'level' | 'metric';

interface Sums {
	fulfilled: number;
	missed: number;
	breached: number;
	penalty: number;
}

function lineOf(name: string | null, sums: Sums): ComplianceLine {
	const judged = sums.fulfilled + sums.missed + sums.breached;
	return { name, ...sums, share: judged === 0 ? null : sums.fulfilled / judged };
}

/** The worst first. */
const byShare = (a: ComplianceLine, b: ComplianceLine): number =>
	(a.share ?? 2) - (b.share ?? 2) || byName(a.name, b.name);

/**
 * Compliance by one dimension, and of all.
 * @param closed what closed in the period, by kind
 * @param open what is open now, by kind
 */
export function complianceBy(
	dimension: Dimension,
	closed: readonly KindCount[],
	open: readonly Counter[],
	facts: AgreementFacts,
): { readonly all: ComplianceLine; readonly lines: readonly ComplianceLine[] } {
	const all: Sums = { fulfilled: 0, missed: 0, breached: 0, penalty: 0 };
	const groups = new Map<string | null, Sums>();
	for (const kind of [...closed, ...open]) {
		const { state, count } = kind;
		if (state !== 'fulfilled' && state !== 'missed' && state !== 'breached') continue;
		const name = kind[dimension];
		const group = groups.get(name) ?? { fulfilled: 0, missed: 0, breached: 0, penalty: 0 };
		groups.set(name, group);
		const penalty = state === 'fulfilled' ? 0 : count * priceOf(facts, kind.level, kind.metric);
		for (const sums of [group, all]) {
			sums[state] += count;
			sums.penalty += penalty;
		}
	}
	return {
		all: lineOf(null, all),
		lines: [...groups].map(([name, sums]) => lineOf(name, sums)).sort(byShare),
	};
}
