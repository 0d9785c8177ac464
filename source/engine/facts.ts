/** What screens need to know of an agreement without reading it. */
import type { AgreementVersion } from '../sla/fold.ts';
import { type Agreement, currenciesOf, type Level, priceOfMiss } from '../sla/level.ts';
import { type AgreementFacts, NO_AGREEMENT } from '../store/port.ts';

/** @param version the newest; left out: there is none */
export function factsOf(version: AgreementVersion | undefined): AgreementFacts {
	if (!version) return NO_AGREEMENT;
	const { agreement } = version;
	const { name, timezone, calendars, missReasons } = agreement;
	return {
		name,
		timezone,
		currencies: currenciesOf(agreement),
		missPrices: missPrices(agreement),
		zones: Object.fromEntries([...calendars].map(([calendar, { timezone: zone }]) => [calendar, zone])),
		missReasons,
	};
}

function missPrices(agreement: Agreement): AgreementFacts['missPrices'] {
	const ofLevel = ({ name, penalty }: Level) =>
		[...(penalty?.perMiss.keys() ?? [])].flatMap((metric) => {
			const price = priceOfMiss(agreement, name, metric);
			return price ? [[metric, price] as const] : [];
		});
	return Object.fromEntries(
		[...agreement.levels.values()].map((level) => [level.name, Object.fromEntries(ofLevel(level))]),
	);
}
