/** Records of a help desk, read one by one: a malformed one is refused with its place, and the rest is taken. */
import * as v from 'valibot';
import { SourceProblem } from './problem.ts';

/** A record that cannot be read, or an event that cannot be taken. */
export interface Refused {
	readonly place: string;
	readonly reason: string;
	readonly record: unknown;
}

/** A record cannot be turned into events; the message says why. */
export class RecordRefused extends Error {}

export interface ReadRecords<T> {
	readonly records: readonly T[];
	readonly refused: readonly Refused[];
}

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
	for (const [index, row] of rows.entries()) {
		const read = v.safeParse(schema, row);
		if (read.success) records.push(read.output);
		else
			refused.push({
				place: placeOf(row, what, idKey, index),
				reason: reasonOf(read.issues[0]),
				record: row,
			});
	}
	const [first] = refused;
	if (first && rows.length > 1 && refused.length === rows.length) {
		throw new SourceProblem(
			`all of ${rows.length} records are not as documented (${first.place}: ${first.reason}): the help desk's format has changed, and nothing was taken; update slatop, or tell its makers`,
			'changed',
		);
	}
	return { records, refused };
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
