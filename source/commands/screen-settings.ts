/** What the screen goes by: the flags before the user's config.yaml, and that before the environment. */
import { COLUMN_IDS, type Columns, type Config } from '../ui/config/settings.ts';
import { AS_IT_FITS, type ColumnChoice, onlyColumns } from '../ui/model/column-choice.ts';
import type { DashboardOptions } from '../ui/run-dashboard.tsx';
import { canAsk } from '../ui/terminal/background.ts';
import { type Capabilities, capabilities } from '../ui/terminal/capabilities.ts';
import { AUTO, lookOf, themeNames } from '../ui/theme/choose.ts';
import { THEMES } from '../ui/theme/themes.ts';
import { isLanguage, LANGUAGE_NAMES, type Language, languageOf, speak } from '../ui/words.ts';
import { findConfig } from './config-file.ts';
import { type Context, textFlag, UsageError } from './context.ts';

/** @throws {UsageError} where there is no terminal to show a screen on; plain lines need none */
export function checkTerminal({ env, flags }: Context): void {
	if (flags.accessible === true) return;
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		throw new UsageError(
			'the dashboard needs a terminal: slatop tickets lists the open timers, slatop check is for monitoring',
		);
	}
	if (capabilities(env, true).dumb) {
		throw new UsageError(
			'this terminal (TERM=dumb) cannot show the dashboard: use slatop --accessible, slatop tickets or slatop log',
		);
	}
}

/** @throws {UsageError} where --lang is none of the catalogue's */
function givenLanguage({ flags }: Context): Language | undefined {
	const given = textFlag(flags, 'lang');
	if (given === undefined || isLanguage(given)) return given;
	throw new UsageError(`--lang is one of ${LANGUAGE_NAMES.join(', ')}, not ${JSON.stringify(given)}`);
}

/** @throws {UsageError} where --theme is none of those that there are */
function lookFor(
	{ flags, env }: Context,
	{ theme, themes }: Config,
): Pick<ScreenSettings, 'look' | 'onLight'> {
	const name = textFlag(flags, 'theme') ?? theme;
	const look = lookOf(name, env, themes);
	// Where nothing else tells, the terminal itself is asked.
	const isToBeAsked = name === AUTO && env.COLORFGBG === undefined && !env.NO_COLOR && canAsk(env);
	if (look) return { look, ...(isToBeAsked ? { onLight: { styles: THEMES.light } } : {}) };
	throw new UsageError(`--theme is one of ${themeNames(themes).join(', ')}, not ${JSON.stringify(name)}`);
}

const capabilitiesFor = ({ env }: Context, { colors, ascii, links }: Config): Capabilities =>
	capabilities(env, true, {
		...(colors === 'auto' ? {} : { colors }),
		...(ascii === 'auto' ? {} : { ascii }),
		...(links === 'auto' ? {} : { links }),
	});

const choiceOf = (columns: Columns, all: readonly string[]): ColumnChoice =>
	columns === null ? AS_IT_FITS : onlyColumns(columns, all);

export interface ScreenSettings
	extends Pick<
		DashboardOptions,
		'capabilities' | 'look' | 'onLight' | 'keys' | 'columns' | 'refreshMs' | 'notices' | 'mouse'
	> {
	/** What is wrong in config.yaml, each with its place. */
	readonly problems: readonly string[];
}

/**
 * Reads them, and sets the language.
 * @throws {UsageError} where a flag says what there is not
 */
export async function screenSettings(context: Context): Promise<ScreenSettings> {
	const { flags, env } = context;
	const given = givenLanguage(context);
	await speak(given ?? languageOf(env));
	const { config, problems } = await findConfig(env);
	if (given === undefined && config.language !== 'auto') await speak(config.language);
	return {
		capabilities: capabilitiesFor(context, config),
		...lookFor(context, config),
		keys: config.keys,
		columns: {
			risk: choiceOf(config.columns.risk, COLUMN_IDS.risk),
			log: choiceOf(config.columns.log, COLUMN_IDS.log),
		},
		refreshMs: config.refresh,
		notices: {
			bell: flags.bell === undefined ? config.bell : flags.bell === true,
			notify: flags.notify === undefined ? config.notify : flags.notify === true,
		},
		mouse: flags.mouse === undefined ? config.mouse : flags.mouse === true,
		problems,
	};
}
