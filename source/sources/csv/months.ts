/** The months by name, in the languages that help desks are used in. */

const ENGLISH = [
	'january',
	'february',
	'march',
	'april',
	'may',
	'june',
	'july',
	'august',
	'september',
	'october',
	'november',
	'december',
];
const OTHERS = [
	'de',
	'fr',
	'es',
	'it',
	'pt',
	'nl',
	'sl',
	'hr',
	'cs',
	'sk',
	'pl',
	'hu',
	'ro',
	'sv',
	'da',
	'nb',
	'fi',
];

const key = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\.$/, '');

/** A language's names of the months, long and short, alone and within a date. */
function* namesIn(language: string): Generator<readonly [name: string, month: number]> {
	for (const month of ['long', 'short'] as const) {
		for (const options of [{ month }, { month, day: 'numeric' as const }]) {
			const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
			for (let number = 1; number <= 12; number++) {
				const parts = format.formatToParts(Date.UTC(2026, number - 1, 15));
				const name = parts.find(({ type }) => type === 'month')?.value;
				if (name !== undefined && /^\p{L}/u.test(name)) yield [key(name), number];
			}
		}
	}
}

/** Names that mean one month, whatever the language. (`listopad` is October in Zagreb and November in Prague.) */
function clearNames(): ReadonlyMap<string, number> {
	const months = new Map<string, number>();
	const unclear = new Set<string>();
	for (const language of OTHERS) {
		for (const [name, month] of namesIn(language)) {
			if (months.has(name) && months.get(name) !== month) unclear.add(name);
			months.set(name, month);
		}
	}
	for (const name of unclear) months.delete(name);
	return months;
}

let others: ReadonlyMap<string, number> | undefined;

/** The month (1 to 12) of a name; undefined where it is none, or is different months in different languages. */
export function monthOf(name: string): number | undefined {
	const wanted = key(name);
	const english = ENGLISH.findIndex((month) => wanted === month || wanted === month.slice(0, 3));
	if (english >= 0) return english + 1;
	// The tables take a moment to make: most files do without.
	others ??= clearNames();
	return others.get(wanted);
}
