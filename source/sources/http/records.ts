/** Records of a help desk, read one by one: a malformed one is refused with its place, and the rest is taken. */
import * as v from 'valibot';
import { SourceProblem } from './problem.ts';

/** A record that cannot be read, or an event that cannot be taken. */
export interface Refused {
	readonly place: string;
	readonly reason: string;
	readonly record: unknown;
}

/** How reading records went. */
export interface Reading {
	readonly refused: readonly Refused[];
	/** The places of those that could be read: what was refused there once is well now. */
	readonly read: readonly string[];
}

export interface ReadRecords<T> extends Reading {
	readonly records: readonly T[];
}

/** Where nothing was there to be read. */
export const NOTHING_READ: Reading = { refused: [], read: [] };

/** Several readings as one. */
export const together = (...readings: readonly Reading[]): Reading => ({
	refused: readings.flatMap(({ refused }) => refused),
	read: readings.flatMap(({ read }) => read),
});

/** Where in a record what is wrong stands, and what is wrong. */
function reasonOf(issue: v.BaseIssue<unknown>): string {
	const path = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
	const received = issue.received === 'undefined' ? 'is missing' : issue.message;
	return path === '' ? issue.message : `"${path}" ${received}`;
}

type AnySchema = v.GenericSchema<unknown, unknown>;

/**
 * Reads rows by a schema.
 * @param what a row is called: `ticket`
 * @param idKey the key that names a row, for its place
 * @throws {SourceProblem} where every one of several rows is refused: the format has changed then
 */
export function readRecords<Schema extends AnySchema>(
	rows: readonly unknown[],
	schema: Schema,
	what: string,
	idKey: string,
): ReadRecords<v.InferOutput<Schema>> {
	const records: v.InferOutput<Schema>[] = [];
	const refused: Refused[] = [];
	const read: string[] = [];
	for (const [index, row] of rows.entries()) {
		const place = placeOf(row, what, idKey, index);
		const parsed = v.safeParse(schema, row);
		if (parsed.success) {
			records.push(parsed.output);
			read.push(place);
		} else refused.push({ place, reason: reasonOf(parsed.issues[0]), record: row });
	}
	const [first] = refused;
	if (first && rows.length > 1 && refused.length === rows.length) {
		throw new SourceProblem(
			`all of ${rows.length} records are not as documented (${first.place}: ${first.reason}): the help desk's format has changed, and nothing was taken; update slatop, or tell its makers`,
			'changed',
		);
	}
	return { records, refused, read };
}

function placeOf(row: unknown, what: string, idKey: string, index: number): string {
	const id = typeof row === 'object' && row !== null ? new Map(Object.entries(row)).get(idKey) : undefined;
	return typeof id === 'string' || typeof id === 'number' ? `${what} ${id}` : `${what} at place ${index + 1}`;
}

/**
 * Reads an answer's envelope.
 * @throws {SourceProblem} where it is not as documented
 */
export function readEnvelope<Schema extends AnySchema>(
	json: unknown,
	schema: Schema,
	path: string,
): v.InferOutput<Schema> {
	const read = v.safeParse(schema, json);
	if (read.success) return read.output;
	throw new SourceProblem(
		`${path}: the answer is not as documented (${reasonOf(read.issues[0])}): is the URL right? Or has the help desk's format changed?`,
		'changed',
	);
}
