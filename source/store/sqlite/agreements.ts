/** The versions of the agreement: the table `agreement`. */
import { AGREEMENTS_SQL, type AgreementRecord, agreementsOf } from '../agreement-record.ts';
import type { StoredAgreement } from '../port.ts';
import type { Connection } from './connection.ts';

export class Agreements {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			all: db.prepare<[], AgreementRecord>(AGREEMENTS_SQL),
			add: db.prepare<[number, number, string, string]>(
				`INSERT INTO agreement(in_force_at, moves_open, text, files) VALUES (?, ?, ?, ?)`,
			),
			newest: db.prepare<[], number | null>(`SELECT max(id) FROM agreement`).pluck(),
		};
	}

	all(): StoredAgreement[] {
		return agreementsOf(this.sql.all.all());
	}

	add({ inForceAt, movesOpen, text, files }: Omit<StoredAgreement, 'id'>): StoredAgreement {
		const added = this.sql.add.run(inForceAt, movesOpen ? 1 : 0, text, JSON.stringify(files));
		return { id: Number(added.lastInsertRowid), inForceAt, movesOpen, text, files };
	}

	/** The id of the newest; 0 where there is none. */
	newest(): number {
		return this.sql.newest.get() ?? 0;
	}
}
