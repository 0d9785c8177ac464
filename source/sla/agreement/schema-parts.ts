/** Small schemas that more than one part of an agreement is made of. */
import * as v from 'valibot';
import { parseAllowance, parseDurationMs } from '../duration.ts';
import { suggestion } from './problems.ts';

const DURATION = 'a duration like "30m", "4h", "2d" or "3bd"';

/** Refuses a list, whose places would be taken for names. */
const noList = (expected: string) =>
	v.custom<unknown>((input) => !Array.isArray(input), `${expected}, not a list`);

/** An object whose keys are names or dates of the agreement's own. */
export const named = <const T extends v.GenericSchema>(
	value: T,
	expected: string,
	key: v.GenericSchema<string, string> = v.string(),
) => v.pipe(noList(expected), v.record(key, value, expected));

/**
 * An object of these keys and no others; of every other key it says which there are.
 * @param expected what it is, as `expected …`
 */
export const shape = <const T extends v.ObjectEntries>(entries: T, expected = 'expected keys and values') => {
	const known = Object.keys(entries);
	const unknown = (key: string): string => `unknown key "${key}"${suggestion(key, known)}`;
	return v.pipe(
		noList(`${expected} (${known.join(', ')})`),
		v.strictObject(entries, ({ expected: wanted, received, input }) =>
			wanted === 'never' ? unknown(String(input)) : `${expected} (${known.join(', ')}), not ${received}`,
		),
		// The schema itself stops at the first one.
		v.rawCheck(({ dataset, addIssue }) => {
			const own = dataset.issues?.find(
				({ expected: wanted, path }) => wanted === 'never' && path?.length === 1,
			);
			const [place] = own?.path ?? [];
			if (place?.type !== 'object') return;
			for (const [key, value] of Object.entries(place.input)) {
				if (known.includes(key) || key === place.key) continue;
				addIssue({
					message: unknown(key),
					path: [{ type: 'object', origin: 'key', input: place.input, key, value }],
				});
			}
		}),
	);
};

/** A schema whose message says what was expected, in words. */
export const textLike = (expected: string, isRight: (text: string) => boolean) =>
	v.pipe(
		v.string(`expected ${expected}`),
		v.check(isRight, ({ received }) => `expected ${expected}, not ${received}`),
	);

export const name = v.pipe(v.string('expected a text'), v.nonEmpty('expected a text that is not empty'));
export const duration = textLike(DURATION, (text) => parseAllowance(text) !== undefined);
export const nameList = v.array(name, 'expected a list of names');

/** A duration in counted or real time, never in working days. */
export const timeSpan = textLike(
	'a duration like "30s", "15m" or "4h"',
	(text) => (parseDurationMs(text) ?? 0) > 0,
);

/** One name, or a list of them. */
export const oneOrMore = v.lazy((input) =>
	Array.isArray(input)
		? nameList
		: v.pipe(
				name,
				v.transform((text) => [text]),
			),
);

export const flag = v.boolean('expected true or false');
