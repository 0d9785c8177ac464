/** The agreement that a command works with. Apart from `open.ts`, as what reads it takes a while to load. */
import { AgreementFile, type LoadedAgreement, loadAgreement } from '../engine/agreement-file.ts';
import type { Context } from './context.ts';
import { agreementPath } from './open.ts';

export const agreementFile = (context: Context): AgreementFile => new AgreementFile(agreementPath(context));

/** @throws {AgreementError} with every mistake at its line and column */
export const agreement = (context: Context): Promise<LoadedAgreement> =>
	loadAgreement(agreementPath(context));
