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

function agreementOf({ movesOpen, files, ...record }: AgreementRecord): StoredAgreement {
	const read: unknown = JSON.parse(files);
	return { ...record, movesOpen: movesOpen === 1, files: isTexts(read) ? read : {} };
}

export const AGREEMENTS_SQL = `SELECT id, in_force_at AS "inForceAt", moves_open AS "movesOpen", text, files FROM agreement
	ORDER BY id`;

/**
 * The versions in the order in which they were added. None came into force after a later one: what is dated so was
 * added by a clock that was ahead, and its time would come again, or never, when the clock is right.
 */
export function agreementsOf(records: readonly AgreementRecord[]): StoredAgreement[] {
	let nextAt = Number.POSITIVE_INFINITY;
	const backwards = records.toReversed().map((record) => {
		nextAt = Math.min(nextAt, record.inForceAt);
		return { ...agreementOf(record), inForceAt: nextAt };
	});
	return backwards.reverse();
}
