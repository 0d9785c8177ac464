/** The versions of the agreement that a store keeps, ready to be folded with. */
import { parseAgreement } from '../sla/agreement/parse.ts';
import type { AgreementVersion } from '../sla/fold.ts';
import { type StoredAgreement, StoreError } from '../store/port.ts';

/** Compiles a version that was good when it was stored. @throws {StoreError} where it is not any more */
export async function compileVersion(stored: StoredAgreement): Promise<AgreementVersion> {
	const readKept = async (name: string): Promise<string> => {
		const text = stored.files[name];
		if (text === undefined) throw new Error(`"${name}" is not kept with the agreement`);
		return text;
	};
	const { agreement, problems } = await parseAgreement(stored.text, readKept, true);
	if (!agreement) {
		const [first] = problems;
		throw new StoreError(
			`version ${stored.id} of the agreement in the store cannot be read (line ${first?.line}: ${first?.message}): it was stored by another version of slatop`,
		);
	}
	return { agreement, inForceAt: stored.inForceAt, movesOpen: stored.movesOpen };
}

/** Compiles each version once, however often the list is asked for. */
export class Versions {
	private readonly compiled = new Map<number, AgreementVersion>();

	async of(stored: readonly StoredAgreement[]): Promise<AgreementVersion[]> {
		const versions: AgreementVersion[] = [];
		for (const version of stored) {
			const known = this.compiled.get(version.id) ?? (await compileVersion(version));
			this.compiled.set(version.id, known);
			// When it came into force is not kept: a later version may have brought that forward.
			versions.push({ ...known, inForceAt: version.inForceAt });
		}
		return versions;
	}
}
