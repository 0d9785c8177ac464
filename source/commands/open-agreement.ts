/** The agreement that a command works with. Apart from `open.ts`, as what reads it takes a while to load. */
import { AgreementFile, type LoadedAgreement, loadAgreement } from '../engine/agreement-file.ts';
import { compileVersion } from '../engine/versions.ts';
import type { Store } from '../store/port.ts';
import { withoutPassword } from '../store/store-url.ts';
import { type Context, storePath } from './context.ts';
import { agreementPath, agreementPlace } from './open.ts';

export function agreementFile(context: Context): AgreementFile {
	const { path, standsIn } = agreementPlace(context);
	return new AgreementFile(path, standsIn);
}

/** An agreement and what people call it: its path, or where it comes from. */
export interface NamedAgreement extends LoadedAgreement {
	readonly name: string;
}

/**
 * The agreement to judge a store's timers by: the one given, or the newest that the store has.
 * @throws {AgreementError} with every mistake at its line and column
 */
export async function agreementFor(store: Store, context: Context): Promise<NamedAgreement> {
	const { standsIn } = agreementPlace(context);
	const newest = standsIn ? (await store.agreements()).at(-1) : undefined;
	if (!newest) return namedAgreement(context);
	const { agreement } = await compileVersion(newest);
	const name = `the agreement in force in ${withoutPassword(storePath(context))}`;
	return { name, agreement, text: newest.text, files: newest.files };
}

/** The agreement given, or your own, or else the sample. @throws {AgreementError} with every mistake at its place */
export async function namedAgreement(context: Context): Promise<NamedAgreement> {
	const { path, standsIn } = agreementPlace(context);
	return { name: standsIn ? 'the sample agreement' : path, ...(await loadAgreement(path)) };
}

/** @throws {AgreementError} with every mistake at its line and column */
export const agreement = (context: Context): Promise<LoadedAgreement> =>
	loadAgreement(agreementPath(context));
