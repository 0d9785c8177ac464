/**
 * The words of the screen, from one catalogue in every language: `words/en.ts` has the shape, the others fill it.
 * The language is the process's own, as its time zone is: it is set once, before anything is drawn. So read
 * `WORDS` while drawing, not while a module is loaded.
 */
import type { DocumentWords } from '../reports/document-words.ts';
import { en, type Words } from './words/en.ts';

export type { Words };

/** Languages and where their words are; English is there already. */
const LANGUAGES = {
	en: async (): Promise<Words> => en,
	sl: async (): Promise<Words> => (await import('./words/sl.ts')).sl,
} as const;

export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_NAMES: readonly string[] = Object.keys(LANGUAGES);

export const isLanguage = (name: string): name is Language => Object.hasOwn(LANGUAGES, name);

export let WORDS: Words = en;
let spoken: Language = 'en';

/** Sets the language of the screen. */
export async function speak(language: Language): Promise<void> {
	WORDS = await LANGUAGES[language]();
	spoken = language;
}

/** Those of documents, which are loaded when somebody asks for one. */
const DOCUMENTS: Readonly<Record<Language, () => Promise<DocumentWords>>> = {
	en: async () => (await import('./words/documents/en.ts')).en,
	sl: async () => (await import('./words/documents/sl.ts')).sl,
};

/** The words of an agreement's document and of a timer's explanation, in the language of the screen. */
export const documentWords = (): Promise<DocumentWords> => DOCUMENTS[spoken]();

/** The language that the environment asks for, as every program finds it; English where it is none of ours. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
	const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
	const name = locale.split(/[_.@-]/, 1)[0]?.toLowerCase() ?? '';
	return isLanguage(name) ? name : 'en';
}

/** A word by its name in the agreement or an event; what the catalogue does not have is shown as it is. */
const wordIn = (words: Readonly<Record<string, string>>, name: string): string =>
	Object.hasOwn(words, name) ? (words[name] ?? name) : name.replaceAll('_', ' ');

/** A metric as people say it: `first_answer` is "first answer". */
export const metricWord = (metric: string): string => wordIn(WORDS.metrics, metric);
export const statusWord = (status: string): string => wordIn(WORDS.statuses, status);
export const priorityWord = (priority: string): string => wordIn(WORDS.priorities, priority);
export const fieldWord = (field: string): string => wordIn(WORDS.fields, field);

export type ActionId = keyof Words['actions'];

export interface ActionWords {
	readonly help: string;
	/** A short word for the footer; left out: only the help tells. */
	readonly footer?: string;
}

/** What an action is called. */
export const actionWords = (id: ActionId): ActionWords => WORDS.actions[id];
