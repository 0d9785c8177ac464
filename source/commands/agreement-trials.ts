/** Trying a changed agreement from the board: the file is checked, and judges a stretch of the past beside the one in force. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { AgreementError } from '../engine/agreement-error.ts';
import { type LoadedAgreement, loadAgreement, MOST_AGREEMENT_BYTES } from '../engine/agreement-file.ts';
import { lacking } from '../reports/lacking.ts';
import { monthSoFar, type Period, wholeMonth } from '../reports/period.ts';
import { localDay, localMonth, startOfDay } from '../sla/calendar/local-period.ts';
import type { Store } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { cleanMessageOf } from '../text/message.ts';
import type { TrialAnswer, TrialJourney, TrialQuestion, TrialSpan, Trials } from '../ui/model/trial.ts';
import { notesOn } from './agreement-notes.ts';
import { Comparison } from './comparison.ts';
import { fromHome } from './from-home.ts';
import type { AgreementPlace } from './open.ts';
import { keptTerms } from './terms.ts';

/** So many files are offered; others can be typed. */
const MOST_FILES = 12;
const DAYS = 90;

const SPANS: Readonly<Record<TrialSpan, (nowAt: number, zone: string) => Period>> = {
	last_month: (nowAt, zone) => wholeMonth(localMonth(nowAt, zone) - 1, zone),
	this_month: monthSoFar,
	last_90_days: (nowAt, zone) => ({
		sinceAt: startOfDay(localDay(nowAt, zone) - DAYS, zone),
		untilAt: nowAt + 1,
	}),
	everything: (nowAt) => ({ sinceAt: Number.NEGATIVE_INFINITY, untilAt: nowAt + 1 }),
};

/**
 * When a file changed that looks like an agreement, as settings and mappings are YAML too; null: it is none. What is no
 * file is not opened: a pipe would be waited for without end.
 */
async function changedAt(path: string): Promise<number | null> {
	try {
		const file = await stat(path);
		const { size, mtimeMs } = file;
		if (!file.isFile() || size > MOST_AGREEMENT_BYTES || !/^levels:/m.test(await readFile(path, 'utf8')))
			return null;
		return mtimeMs;
	} catch {
		return null;
	}
}

async function agreementsIn(folder: string): Promise<{ readonly path: string; readonly at: number }[]> {
	const names = await readdir(folder).catch(() => []);
	const found: { readonly path: string; readonly at: number }[] = [];
	// One after another: there may be thousands.
	for (const name of names) {
		if (!/\.ya?ml$/i.test(name)) continue;
		const path = join(folder, name);
		const at = await changedAt(path);
		if (at !== null) found.push({ path, at });
	}
	return found;
}

/** As people would type it: from here, or from their home. */
function shortest(path: string): string {
	const home = homedir();
	const fromHere = relative(process.cwd(), path);
	const ways = [path, fromHere, ...(path.startsWith(`${home}/`) ? [`~${path.slice(home.length)}`] : [])];
	return ways.reduce((best, way) => (way !== '' && way.length < best.length ? way : best));
}

/** The changed agreement, or its mistakes. Those of another file are not its own, and are thrown where that is read. */
async function changed(file: string): Promise<LoadedAgreement | { readonly mistakes: readonly string[] }> {
	try {
		return await loadAgreement(file);
	} catch (error) {
		if (!(error instanceof AgreementError)) throw error;
		return { mistakes: cleanMessageOf(error).split('\n') };
	}
}

export class AgreementTrials implements Trials {
	/** @param place the agreement that this program runs by */
	constructor(
		private readonly store: Store,
		private readonly place: AgreementPlace,
		private readonly env: NodeJS.ProcessEnv,
	) {}

	async files(): Promise<readonly string[]> {
		const own = this.place.standsIn ? [] : [dirname(resolve(this.place.path))];
		const folders = new Set([...own, process.cwd()]);
		const found = (await Promise.all([...folders].map(agreementsIn))).flat();
		return found
			.toSorted((a, b) => b.at - a.at)
			.slice(0, MOST_FILES)
			.map(({ path }) => shortest(path));
	}

	async run({ path, span, nowAt }: TrialQuestion, journey: TrialJourney): Promise<TrialAnswer> {
		const next = await changed(fromHome(path));
		if ('mistakes' in next) return { kind: 'mistakes', lines: next.mistakes };
		const old = await this.inForce(nowAt);
		const period = SPANS[span](nowAt, old.timezone);
		const comparison = new Comparison({ old, new: next.agreement }, period, nowAt);
		await comparison.takeAll(this.store, journey.onProgress, journey.signal);
		return {
			kind: 'compared',
			result: comparison.whatIf.result(),
			period,
			zone: old.timezone,
			inForce: old.name,
			lacks: await lacking(this.store.reports, period),
			notes: notesOn(next, cleanText(path), this.env),
		};
	}

	/** The agreement in force at an instant; where the store keeps none yet, the one that will be. */
	private async inForce(at: number) {
		const termsAt = await keptTerms(this.store);
		return termsAt ? termsAt(at) : (await loadAgreement(this.place.path)).agreement;
	}
}
