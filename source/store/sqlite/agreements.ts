/** The versions of the agreement: the table `agreement`. */
import type { StoredAgreement } from '../port.ts';
import type { Connection } from './connection.ts';

type AgreementRecord = Omit<StoredAgreement, 'movesOpen' | 'files'> & {
	readonly movesOpen: number;
	readonly files: string;
};

const isTexts = (value: unknown): value is Record<string, string> =>
	typeof value === 'object' &&
	value !== null &&
	Object.values(value).every((text) => typeof text === 'string');

function agreementOf({ movesOpen, files, ...record }: AgreementRecord): StoredAgreement {
	const read: unknown = JSON.parse(files);
	return { ...record, movesOpen: movesOpen === 1, files: isTexts(read) ? read : {} };
}

export class Agreements {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			all: db.prepare<[], AgreementRecord>(
				`SELECT id, in_force_at AS inForceAt, moves_open AS movesOpen, text, files FROM agreement
				ORDER BY in_force_at, id`,
			),
			add: db.prepare<[number, number, string, string]>(
				`INSERT INTO agreement(in_force_at, moves_open, text, files) VALUES (?, ?, ?, ?)`,
			),
			newest: db.prepare<[], number | null>(`SELECT max(id) FROM agreement`).pluck(),
		};
	}

	all(): StoredAgreement[] {
		return this.sql.all.all().map(agreementOf);
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
