import type { StoredAgreement } from './port.ts';

/** A version of the agreement as a row of the table `agreement`, in every store. */
export type AgreementRecord = Omit<StoredAgreement, 'movesOpen' | 'files'> & {
	readonly movesOpen: number;
	readonly files: string;
};

const isTexts = (value: unknown): value is Record<string, string> =>
	typeof value === 'object' &&
	value !== null &&
	Object.values(value).every((text) => typeof text === 'string');

export function agreementOf({ movesOpen, files, ...record }: AgreementRecord): StoredAgreement {
	const read: unknown = JSON.parse(files);
	return { ...record, movesOpen: movesOpen === 1, files: isTexts(read) ? read : {} };
}

export const AGREEMENTS_SQL = `SELECT id, in_force_at AS "inForceAt", moves_open AS "movesOpen", text, files FROM agreement
	ORDER BY in_force_at, id`;
