/** The agreement that a command works with. Apart from `open.ts`, as what reads it takes a while to load. */
import { AgreementFile, type LoadedAgreement, loadAgreement } from '../engine/agreement-file.ts';
import { compileVersion } from '../engine/versions.ts';
import type { Store } from '../store/port.ts';
import type { Context } from './context.ts';
import { agreementPath, agreementPlace } from './open.ts';

export function agreementFile(context: Context): AgreementFile {
	const { path, standsIn } = agreementPlace(context);
	return new AgreementFile(path, standsIn);
}

/**
 * The agreement to judge a store's timers by: the one given, or the newest that the store has.
 * @throws {AgreementError} with every mistake at its line and column
 */
export async function agreementFor(store: Store, context: Context): Promise<LoadedAgreement> {
	const { path, standsIn } = agreementPlace(context);
	const newest = standsIn ? (await store.agreements()).at(-1) : undefined;
	if (!newest) return loadAgreement(path);
	const { agreement } = await compileVersion(newest);
	return { agreement, text: newest.text, files: newest.files };
}

/** @throws {AgreementError} with every mistake at its line and column */
export const agreement = (context: Context): Promise<LoadedAgreement> =>
	loadAgreement(agreementPath(context));
