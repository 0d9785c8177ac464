/** A strict reader of Prometheus' text format, written from its specification. */

export interface ReadSeries {
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP = new RegExp(`^# HELP (${NAME}) \\S.*$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (gauge|counter)$`);
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (NaN|[+-]?Inf|-?[0-9.eE+-]+)$`);
const PAIR = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"/g;

const unescaped = (text: string): string =>
	text.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));

/** Reads a whole text. @throws {Error} at the first line that the format does not allow */
export function readPrometheus(text: string): ReadSeries[] {
	if (!text.endsWith('\n')) throw new Error('the last line has no end');
	const series: ReadSeries[] = [];
	const seen = new Set<string>();
	const families = new Set<string>();
	let family = '';
	let helped = '';
	for (const line of text.slice(0, -1).split('\n')) {
		const help = HELP.exec(line)?.[1];
		const type = TYPE.exec(line)?.[1];
		const sample = SAMPLE.exec(line);
		if (help !== undefined) helped = help;
		else if (type !== undefined) {
			if (type !== helped) throw new Error(`a type without its help: ${line}`);
			if (families.has(type)) throw new Error(`a family in two places: ${line}`);
			families.add(type);
			family = type;
		} else if (sample) {
			const [, name = '', pairs = '', value = ''] = sample;
			if (name !== family) throw new Error(`a sample outside its family: ${line}`);
			const key = `${name}{${pairs}}`;
			if (seen.has(key)) throw new Error(`a series told twice: ${line}`);
			seen.add(key);
			const labels = [...pairs.matchAll(PAIR)].map(([, label = '', text = '']) => [label, unescaped(text)]);
			series.push({ name, labels: Object.fromEntries(labels), value: Number(value) });
		} else throw new Error(`not in the format: ${line}`);
	}
	return series;
}
