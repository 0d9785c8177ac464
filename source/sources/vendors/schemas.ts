/** Parts that the schemas of all vendors' records are made of. */
import * as v from 'valibot';

/** An id: a text or a number, as a text. */
export const id = v.pipe(
	v.union([v.string(), v.number()], 'must be an id'),
	v.transform(String),
	v.nonEmpty('must not be empty'),
);

/** Absent values come as null, as an empty text, or not at all. */
export const textOrNone = v.nullish(
	v.pipe(
		v.union([v.string(), v.number()], 'must be a text'),
		v.transform((value) => (value === '' ? null : String(value))),
	),
	null,
);

export const flag = v.optional(v.boolean('must be true or false'), false);

/** A list that may be missing. */
export const listOf = <Item extends v.GenericSchema<unknown, unknown>>(item: Item) =>
	v.nullish(v.array(item, 'must be a list'), []);

/** An instant by a reader of texts. */
export const instantBy = (read: (text: string) => number | undefined, expected: string) =>
	v.pipe(
		v.string('must be a time'),
		v.rawTransform(({ dataset, addIssue, NEVER }) => {
			const at = read(dataset.value);
			if (at !== undefined) return at;
			addIssue({ message: `${JSON.stringify(dataset.value)} is not ${expected}` });
			return NEVER;
		}),
	);

export const instantOrNoneBy = (read: (text: string) => number | undefined, expected: string) =>
	v.nullish(
		v.lazy((input) =>
			input === ''
				? v.pipe(
						v.literal(''),
						v.transform(() => null),
					)
				: instantBy(read, expected),
		),
		null,
	);
