/** `slatop agreement check|show|init|test|import`: works on an agreement file, apart from any engine. */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgreementError } from '../engine/agreement-error.ts';
import { loadAgreement } from '../engine/agreement-file.ts';
import { agreementDocument } from '../reports/agreement-document.ts';
import { rulingLines } from '../reports/ruling.ts';
import { parseEvent, type TicketEvent } from '../sla/event.ts';
import { EventRefused } from '../sla/event-reading.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Agreement } from '../sla/level.ts';
import type { Ticket } from '../sla/ticket.ts';
import { newTicket, setFields } from '../sla/ticket-fold.ts';
import { cleanText } from '../text/clean.ts';
import { counted } from '../text/figures.ts';
import { cleanMessageOf, codeOf } from '../text/message.ts';
import { en as english } from '../ui/words/documents/en.ts';
import { notesOn } from './agreement-notes.ts';
import {
	type Context,
	EXIT_FAILED,
	EXIT_OK,
	EXIT_REFUSED,
	listFlag,
	nowFlag,
	textFlag,
	UsageError,
	userAgreementPath,
} from './context.ts';
import { agreementPath, dataFile, openStoreToRead } from './open.ts';
import { print } from './output.ts';
import { termsOf } from './terms.ts';

type Verb = (context: Context, file: string | undefined) => Promise<number>;

/** @throws {AgreementError} with every mistake */
async function checkFile(context: Context, path: string): Promise<void> {
	const loaded = await loadAgreement(path);
	const { calendars, levels, rules, metrics } = loaded.agreement;
	const figures = [
		counted(levels.size, 'level'),
		counted(rules.length, 'rule'),
		counted(calendars.size, 'calendar'),
		counted(metrics.length, 'metric'),
	].join(', ');
	const name = cleanText(path);
	await print([`${name}: good: ${figures}`, ...notesOn(loaded, name, context.env)]);
}

const check: Verb = async (context, file) => {
	let isGood = true;
	for (const path of file === undefined ? [agreementPath(context)] : context.input.slice(1)) {
		try {
			await checkFile(context, path);
		} catch (error) {
			if (!(error instanceof AgreementError)) throw error;
			isGood = false;
			process.stderr.write(`slatop: ${cleanMessageOf(error)}\n`);
		}
	}
	return isGood ? EXIT_OK : EXIT_REFUSED;
};

const show: Verb = async (context, file) => {
	const { agreement } = await loadAgreement(file ?? agreementPath(context));
	await print(agreementDocument(agreement, english));
	return EXIT_OK;
};

const init: Verb = async (context, file) => {
	const path = file ?? userAgreementPath(context.env);
	await mkdir(dirname(path), { recursive: true });
	try {
		const { COPYFILE_EXCL } = (await import('node:fs')).constants;
		await copyFile(dataFile('sla.yaml'), path, COPYFILE_EXCL);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
		process.stderr.write(`slatop: ${path} is there already: it was left as it is\n`);
		return EXIT_FAILED;
	}
	await print([`${path}: a starter agreement; change it, then: slatop agreement check ${path}`]);
	return EXIT_OK;
};

/** @throws {UsageError} where a field cannot be what it is given as */
function eventOf(fields: Readonly<Record<string, unknown>>): TicketEvent {
	try {
		return parseEvent(fields);
	} catch (error) {
		throw error instanceof EventRefused ? new UsageError(`--field: ${error.message}`) : error;
	}
}

/** A ticket made of `--field name=value` alone, as if it had just been created. */
function ticketOf(fields: readonly string[], at: number): Ticket {
	const given = Object.fromEntries(
		fields.map((field) => {
			const place = field.indexOf('=');
			if (place < 1) throw new UsageError(`--field takes name=value, not ${JSON.stringify(field)}`);
			const name = field.slice(0, place);
			const value = field.slice(place + 1);
			return [name.replace(/^custom\./, ''), name === 'tags' ? value.split('+') : value];
		}),
	);
	const created = eventOf({ ...given, ticket: 'a new ticket', at: formatInstant(at), type: 'created' });
	if (created.type !== 'created') throw new UsageError('no such ticket can be made');
	const ticket = newTicket(created);
	setFields(ticket, created.fields);
	return ticket;
}

interface Tried {
	readonly agreement: Agreement;
	readonly ticket: Ticket;
}

/** A ticket of the store, with the agreement that is in force there where none was named. */
async function storedTicket(context: Context, reference: string, file: string | undefined): Promise<Tried> {
	const store = await openStoreToRead(context);
	try {
		const named = file ?? textFlag(context.flags, 'agreement');
		const detail = await store.detail(reference);
		if (detail) {
			const agreement =
				named === undefined
					? await (await termsOf(context, store))(nowFlag(context.flags))
					: (await loadAgreement(named)).agreement;
			return { agreement, ticket: detail.ticket };
		}
		throw new UsageError(`there is no ticket ${JSON.stringify(reference)} in the store`);
	} finally {
		await store.close();
	}
}

const test: Verb = async (context, file) => {
	const reference = textFlag(context.flags, 'ticket');
	const fields = listFlag(context.flags, 'field');
	if (reference === undefined && fields.length === 0) {
		throw new UsageError('agreement test needs --ticket REF, or --field name=value for each field');
	}
	const { agreement, ticket } =
		reference === undefined
			? {
					...(await loadAgreement(file ?? agreementPath(context))),
					ticket: ticketOf(fields, nowFlag(context.flags)),
				}
			: await storedTicket(context, reference, file);
	await print(rulingLines(agreement, ticket));
	return EXIT_OK;
};

const importFrom: Verb = async (context) =>
	(await import('./sync/import-agreement.ts')).importAgreement(context, context.input.slice(1));

const VERBS: Readonly<Record<string, Verb>> = { check, show, init, test, import: importFrom };

export async function run(context: Context): Promise<number> {
	const [name = '', file] = context.input;
	const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
	if (!verb) throw new UsageError(`agreement takes one of: ${Object.keys(VERBS).join(', ')}`);
	return verb(context, file);
}
