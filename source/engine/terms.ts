/** Which version of the agreement is in force at an instant, compiled when it is asked for. */
import type { Agreement } from '../sla/level.ts';
import type { StoredAgreement } from '../store/port.ts';
import { compileVersion } from './versions.ts';

/**
 * Gives the agreement in force at an instant, as the store keeps it; of an instant before the first, that one.
 * @param fallback what holds where the store keeps none yet
 */
export function storedTerms(
	stored: readonly StoredAgreement[],
	fallback: () => Promise<Agreement>,
): (at: number) => Promise<Agreement> {
	const compiled = new Map<StoredAgreement, Promise<Agreement>>();
	let without: Promise<Agreement> | undefined;
	return (at) => {
		const version = stored.findLast(({ inForceAt }) => inForceAt <= at) ?? stored[0];
		if (!version) {
			without ??= fallback();
			return without;
		}
		let agreement = compiled.get(version);
		if (!agreement) {
			agreement = compileVersion(version).then((made) => made.agreement);
			compiled.set(version, agreement);
		}
		return agreement;
	};
}
