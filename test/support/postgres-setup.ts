/**
 * One PostgreSQL server for all test files of a run: started by the first that asks for it, and ended with the run.
 * Runs that need none start none.
 */
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { PostgresServer } from './postgres-server.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Where the server is asked for; see `test/support/postgres.ts`. */
		postgresDesk: string;
	}
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
	let server: Promise<PostgresServer> | null = null;
	const desk = createServer((_, response) => {
		server ??= PostgresServer.make([], true);
		server.then(
			(made) => response.end(JSON.stringify({ url: made.url(), folder: made.folder })),
			(error: Error) => response.writeHead(500).end(error.message),
		);
	});
	await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
	const address = desk.address();
	provide('postgresDesk', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
	return async () => {
		desk.close();
		desk.closeAllConnections();
		await (await server?.catch(() => null))?.remove();
	};
}
