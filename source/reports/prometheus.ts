/** Metrics in Prometheus' text format (exposition format 0.0.4). */
import { cleanText } from '../text/clean.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
	readonly labels?: Labels;
	/** NaN: there is nothing to tell, yet the series stays. */
	readonly value: number;
}

/** One metric: what it is called, what it says, and its series. */
export interface Family {
	readonly name: string;
	readonly help: string;
	readonly samples: readonly Sample[];
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };
const escaped = (text: string): string =>
	text.replaceAll(/[\\"\n]/g, (special) => ESCAPES[special] ?? special);

function labelText(labels: Labels): string {
	const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
	return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/**
 * A family's series: label values are texts that nobody vouches for, and two that look alike once they are clean
 * would be one series told twice, for which a scrape is refused as a whole. They are added up.
 */
function seriesOf(samples: readonly Sample[]): Map<string, number> {
	const series = new Map<string, number>();
	for (const { labels = {}, value } of samples) {
		const clean = Object.entries(labels).map(([name, text]) => [name, cleanText(text)] as const);
		const key = labelText(Object.fromEntries(clean));
		series.set(key, (series.get(key) ?? 0) + value);
	}
	return series;
}

/** The text of some metrics, all of them gauges: what slatop knows is how things stand. */
export function* prometheusLines(families: readonly Family[]): Generator<string> {
	for (const { name, help, samples } of families) {
		yield `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`;
		yield `# TYPE ${name} gauge`;
		for (const [labels, value] of seriesOf(samples)) yield `${name}${labels} ${value}`;
	}
}
