/** What there is to be said of an agreement that is good: what may be meant otherwise, or does not work from here. */
import { setupFindings } from '../alerts/findings.ts';
import type { LoadedAgreement } from '../engine/agreement-file.ts';
import { secondLooks } from '../sla/agreement/second-looks.ts';
import type { Agreement } from '../sla/level.ts';
import { cleanText } from '../text/clean.ts';
import { thisMachine } from './machine.ts';

/** Currencies that are none, or too new for this machine: a letter amiss would stand on every statement. */
function unknownCurrencies({ levels }: Agreement): string[] {
	const known = new Set(Intl.supportedValuesOf('currency'));
	return [...levels.values()].flatMap(({ name, penalty }) =>
		penalty === null || known.has(penalty.currency)
			? []
			: [
					`levels.${name}.penalty.currency: ${penalty.currency} is no currency of ISO 4217 that is known here`,
				],
	);
}

/**
 * Each in a line, `FILE:LINE: note: …`. Another machine may be the one that sends: nothing of this makes the file a
 * wrong one. They are clean: names in an agreement may hold anything.
 * @param name what the file is called
 */
export function notesOn(
	loaded: Pick<LoadedAgreement, 'agreement' | 'text'>,
	name: string,
	env: NodeJS.ProcessEnv,
): string[] {
	const { agreement } = loaded;
	return [
		...secondLooks(loaded).map(({ line, path, note }) => `${name}:${line}: note: ${path}: ${note}`),
		...unknownCurrencies(agreement).map((note) => `${name}: note: ${note}`),
		...setupFindings(agreement, thisMachine(env)).map(
			({ about, line, problem }) => `${name}:${line}: note: ${about}: ${problem}`,
		),
	].map(cleanText);
}
