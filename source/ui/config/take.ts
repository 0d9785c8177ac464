/** What a file's value says of the settings. What is wrong of it is left out, and told; the defaults stay in its place. */
import * as v from 'valibot';
import { ACTIONS } from '../actions/all.ts';
import { applyKeys, type KeyProblem } from '../bindings.ts';
import { themeNames } from '../theme/choose.ts';
import * as schemas from './schemas.ts';
import { type Config, DEFAULTS, isSetting, SETTINGS, type SettingName } from './settings.ts';

/** Something that is wrong, to be told with its place. */
export type Fault =
	| { readonly kind: 'schema'; readonly setting: SettingName; readonly issue: v.BaseIssue<unknown> }
	| { readonly kind: 'noSettings' }
	| { readonly kind: 'noSetting'; readonly name: string }
	| { readonly kind: 'noTheme'; readonly name: string; readonly known: readonly string[] }
	| { readonly kind: 'key'; readonly problem: KeyProblem };

export interface Taken {
	readonly config: Config;
	readonly faults: readonly Fault[];
}

/** What is wrong in so many places is something else. */
const MOST_FAULTS = 100;

type Draft = { -readonly [Name in SettingName]: Config[Name] };
type Keys = readonly unknown[];

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value without what stands at a path. */
function without(value: unknown, [key, ...rest]: Keys): unknown {
	if (Array.isArray(value) && typeof key === 'number') {
		return rest.length === 0 ? value.toSpliced(key, 1) : value.with(key, without(value[key], rest));
	}
	if (!isMapping(value) || typeof key !== 'string') return undefined;
	const { [key]: part, ...others } = value;
	return rest.length === 0 ? others : { ...others, [key]: without(part, rest) };
}

/** Takes one setting into the draft, and gives what is wrong with it: that alone is left out. */
function take<Name extends SettingName>(draft: Draft, name: Name, value: unknown): Fault[] {
	const schema = SETTINGS[name].schema(schemas);
	const faults: Fault[] = [];
	// What is left out of a list moves what comes after it: one mistake at a time.
	for (let left = value; left !== undefined && faults.length < MOST_FAULTS; ) {
		const read = v.safeParse(schema, left);
		if (read.success) {
			draft[name] = read.output;
			break;
		}
		const [issue] = read.issues;
		faults.push({ kind: 'schema', setting: name, issue });
		const keys = issue.path?.map(({ key }) => key) ?? [];
		left = keys.length === 0 ? undefined : without(left, keys);
	}
	return faults;
}

/** @param value what stands in the file, as data */
export function takeSettings(value: unknown): Taken {
	if (!isMapping(value)) return { config: DEFAULTS, faults: [{ kind: 'noSettings' }] };
	const draft: Draft = { ...DEFAULTS };
	const faults: Fault[] = [];
	for (const [name, part] of Object.entries(value)) {
		// A name with nothing behind it says nothing.
		if (part === null && isSetting(name)) continue;
		faults.push(...(isSetting(name) ? take(draft, name, part) : [{ kind: 'noSetting', name } as const]));
	}
	const known = themeNames(draft.themes);
	if (!known.includes(draft.theme)) {
		faults.push({ kind: 'noTheme', name: draft.theme, known });
		draft.theme = DEFAULTS.theme;
	}
	const { problems } = applyKeys(ACTIONS, draft.keys);
	faults.push(...problems.map((problem) => ({ kind: 'key', problem }) as const));
	return { config: draft, faults };
}
