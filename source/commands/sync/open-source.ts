/** A configured source, opened: its settings read, its key found, its connector made. */
import * as v from 'valibot';
import { type Clock, REAL_CLOCK } from '../../sources/http/clock.ts';
import { SourceProblem } from '../../sources/http/problem.ts';
import { findKey } from '../../sources/key.ts';
import { kindOf } from '../../sources/kinds.ts';
import { SETTINGS, type StoredSettings } from '../../sources/settings.ts';
import type { Access, Connector } from '../../sources/vendors/connector.ts';
import type { SourceConfig } from '../../store/port-sources.ts';

/** @throws {SourceProblem} where a newer slatop wrote them */
export function settingsOf({ name, settings }: SourceConfig): StoredSettings {
	const read = v.safeParse(SETTINGS, JSON.parse(settings));
	if (read.success) return read.output;
	throw new SourceProblem(
		`its settings cannot be read: remove it and add it anew (slatop source remove ${name})`,
		'setup',
	);
}

/** What its help desk is asked with. @throws {SourceProblem} where it has no key */
export async function accessOf(
	source: SourceConfig,
	env: NodeJS.ProcessEnv,
	clock: Clock = REAL_CLOCK,
): Promise<Access> {
	const settings = settingsOf(source);
	return { settings: { ...settings, zone: source.zone }, key: await findKey(settings, env), clock };
}

/** @throws {SourceProblem} where it has no key, or is of a kind that is not known */
export async function openSource(
	source: SourceConfig,
	env: NodeJS.ProcessEnv,
	clock: Clock = REAL_CLOCK,
): Promise<Connector> {
	const kind = kindOf(source.kind);
	if (!kind) throw new SourceProblem(`this slatop knows no help desk called ${source.kind}`, 'setup');
	return kind.open(await accessOf(source, env, clock));
}
