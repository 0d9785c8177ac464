import { expect, test } from 'vitest';
import { factsOf } from '../../source/engine/facts.ts';
import { atStake } from '../../source/reports/stake.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { formatSums } from '../../source/sla/money.ts';
import type { Counter } from '../../source/store/port.ts';

const AGREEMENT = `version: 1
levels:
  zurich:
    targets: { first_answer: 1h, next_answer: 1h }
    penalty: { per_miss: { first_answer: 7.005 }, currency: USD }
  gold:
    targets: { first_answer: 1h }
    penalty: { per_miss: { first_answer: 50 }, currency: EUR }
  free:
    targets: { first_answer: 1h }
default_level: gold
`;

const timers = (level: string | null, metric: string, count: number, state: Counter['state']): Counter => ({
	...{ department: null, level, metric, count, state },
});

test("what the engine notes of an agreement gives each level's misses their price in its own currency", async () => {
	const { agreement } = await parseAgreement(AGREEMENT, async () => '');
	if (!agreement) throw new Error('the agreement is wrong');
	const facts = factsOf({ agreement, inForceAt: 0, movesOpen: false });
	const open = [
		timers('gold', 'first_answer', 3, 'at_risk'),
		timers('zurich', 'first_answer', 2, 'at_risk'),
		timers('zurich', 'next_answer', 5, 'at_risk'),
		timers('free', 'first_answer', 5, 'at_risk'),
		timers(null, 'first_answer', 5, 'at_risk'),
		timers('gold', 'first_answer', 5, 'on_track'),
		timers('gold', 'first_answer', 5, 'breached'),
	];
	expect(formatSums(atStake(open, facts))).toBe('14.02 USD + 150.00 EUR');
});
