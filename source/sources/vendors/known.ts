/** What is known of a ticket already, so that a source tells of changes and not of what was said before. */
import { createHash } from 'node:crypto';
import { EventRefused, type FieldChanges, parseEvent, type TicketEvent } from '../../sla/event.ts';
import type { SourceEvent } from './connector.ts';

/** A ticket's creation, where that is known yet. */
export const createdOf = (known: readonly TicketEvent[]): TicketEvent | undefined =>
	known.find(({ type }) => type === 'created');

/** When a ticket was created; null where that is not known yet. */
export const createdAtOf = (known: readonly TicketEvent[]): number | null => createdOf(known)?.at ?? null;

/** What would be known were these events taken: in the order of time, each once. */
export function withNew(known: readonly TicketEvent[], events: readonly SourceEvent[]): TicketEvent[] {
	const ids = new Set(known.map(({ id }) => id));
	const taken = events.flatMap((event): TicketEvent[] => {
		if (ids.has(event.id)) return [];
		try {
			return [parseEvent(event)];
		} catch (error) {
			if (error instanceof EventRefused) return []; // it will be refused, and nothing known of it
			throw error;
		}
	});
	return [...known, ...taken].sort((a, b) => a.at - b.at);
}

/** The fields that events, in the order of time, have left a ticket with. Those that none has set are not there. */
export function fieldsOf(known: readonly TicketEvent[]): FieldChanges {
	const fields: FieldChanges = {};
	for (const event of known) {
		if (event.type === 'created' || event.type === 'updated') {
			const custom = { ...fields.custom, ...event.fields.custom };
			Object.assign(fields, event.fields, { custom });
		} else if (event.type === 'assigned') fields.agent = event.agent;
	}
	return fields;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The entries of an object that another has not, or has otherwise. */
function entriesBeyond(shown: object, before: object): [name: string, value: unknown][] {
	const known = new Map<string, unknown>(Object.entries(before));
	return Object.entries(shown).filter(
		([name, value]) => value !== undefined && !isSame(value, known.get(name)),
	);
}

/** Of the fields that a help desk shows now, those that are not known yet; null where all are. */
export function changesTo(shown: FieldChanges, before: FieldChanges): FieldChanges | null {
	const { custom = {}, ...plain } = shown;
	const { custom: customBefore = {}, ...plainBefore } = before;
	const changed: FieldChanges = Object.fromEntries(entriesBeyond(plain, plainBefore));
	const changedCustom = entriesBeyond(custom, customBefore);
	if (changedCustom.length > 0) changed.custom = Object.fromEntries(changedCustom);
	return Object.keys(changed).length === 0 ? null : changed;
}

/** A short name for what something says: the same for the same. */
export const fingerprint = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 10);
