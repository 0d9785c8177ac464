/**
 * How the parts of the store reach its tables. `postgres-store.ts` puts the parts together as the file's store does: a
 * part is a class that is given this (`new Reading(access)`), holds no state of the store's, and has a method for each
 * of the port's. What several parts do in one transaction are functions that are given its `Session`.
 */
import { checkSchema, holdSchema } from './migrations.ts';
import type { Reads, SentValue, Server, Session } from './session.ts';

export class Access {
	/** @param reads where it is read from; left out: the server, as it is when it is asked */
	constructor(
		private readonly server: Server,
		private readonly reads: Reads = server,
	) {}

	/** One statement that reads. */
	rows<Row extends object>(sql: string, values?: readonly SentValue[]): Promise<Row[]> {
		return this.reads.rows<Row>(sql, values);
	}

	/** Several, that read what was true at one instant. */
	reading<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.reads.snapshot(work);
	}

	/**
	 * What writes, in one transaction; where another got in its way it is done anew, from its beginning.
	 * @throws {StoreError} where a newer slatop has been there since
	 */
	writing<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.server.transaction((session) => this.checked(session, work));
	}

	/** What writes, and is no news to whoever looks. @throws {StoreError} as `writing` */
	writingQuietly<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.server.quietly((session) => this.checked(session, work));
	}

	/** In a transaction that writes: others who ask for this wait until it has ended. @throws {StoreError} as `writing` */
	alone(session: Session): Promise<void> {
		return holdSchema(session, this.server.address.name);
	}

	private async checked<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
		await checkSchema(session, this.server.address.name);
		return work(session);
	}
}
