/** Stores on PostgreSQL for tests, each in a schema of its own. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';

export interface SharedServer {
	/** Of its database; it speaks TLS too, as localhost. */
	readonly url: string;
	/** Who says that it is that: `ca.crt`; and who does not: `other.crt`. */
	readonly folder: string;
}

let found: Promise<SharedServer> | null = null;

async function ask(): Promise<SharedServer> {
	const answer = await fetch(inject('postgresDesk'));
	const text = await answer.text();
	if (!answer.ok) throw new Error(text);
	return JSON.parse(text);
}

/** The server that all tests share. @throws where PostgreSQL is not installed */
export function postgresServer(): Promise<SharedServer> {
	found ??= ask();
	return found;
}

/** The URL of a store that is not there yet, on that server. */
export async function newPostgresUrl(): Promise<string> {
	return `${(await postgresServer()).url}?schema=test_${randomBytes(8).toString('hex')}`;
}
