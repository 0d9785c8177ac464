/** Stores on PostgreSQL for tests, each in a schema of its own. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

let found: Promise<string> | null = null;

async function ask(): Promise<string> {
	const answer = await fetch(inject('postgresDesk'));
	const text = await answer.text();
	if (!answer.ok) throw new Error(text);
	return text;
}

/** The URL of a store that is not there yet, on the server that all tests share. @throws where PostgreSQL is not installed */
export async function newPostgresUrl(): Promise<string> {
	found ??= ask();
	return `${await found}?schema=test_${randomBytes(8).toString('hex')}`;
}
