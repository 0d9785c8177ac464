/**
 * Rows of a log: an update of a ticket, or an activity on one. A ticket begins with its first row; what differs
 * from its row before becomes events at the time of the row, and an activity those that the mapping says it is.
 */
import type { ReadEvent } from '../ndjson.ts';
import { type ActivityEvent, activityKeys } from './activities.ts';
import { type Cells, RowRefused, referenceOf } from './cells.ts';
import { fieldsReader, type RowFields } from './fields-of-row.ts';
import { nameKey } from './names.ts';
import { boundField, fieldReader, type Reading, statusReader, timeReader } from './reading.ts';
import { fingerprint, type Keys, Story } from './story.ts';

/** What the last row of a ticket left. */
interface Last {
	readonly createdAt: number;
	readonly at: number;
	readonly agent: string | null;
	readonly status: string;
	/** The fields that are followed. */
	readonly fields: RowFields;
	/** What was told of that same moment. */
	readonly told: readonly string[];
}

/** The fields that are otherwise than they were. */
function changedFields(fields: RowFields, before: RowFields): RowFields | null {
	const changed = Object.entries(fields).filter(
		([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
	);
	return changed.length === 0 ? null : Object.fromEntries(changed);
}

export class LogRows {
	private readonly last = new Map<string, Last>();
	private readonly ticket;
	private readonly at;
	private readonly created;
	private readonly agent;
	private readonly status;
	private readonly activity;
	private readonly fields;
	private readonly followed;
	private readonly activities: ReadonlyMap<string, readonly ActivityEvent[]>;
	/** A log that names a ticket's creation begins it there, and not with its first row. */
	private readonly isCreationLogged: boolean;

	constructor(private readonly reading: Reading) {
		this.ticket = fieldReader(reading, 'ticket');
		this.at = timeReader(reading, 'at');
		this.created = timeReader(reading, 'created_at');
		this.agent = fieldReader(reading, 'agent');
		this.status = statusReader(reading);
		this.activity = fieldReader(reading, 'activity');
		this.fields = fieldsReader(reading, ['agent']);
		this.followed = fieldsReader({ ...reading, binding: { ...reading.binding, custom: [] } }, ['agent']);
		const { activities } = reading.binding.mapping;
		this.activities = new Map(Object.entries(activities).map(([name, events]) => [nameKey(name), events]));
		this.isCreationLogged = Object.values(activities).some((events) => events.includes('created'));
	}

	/** @throws {RowRefused | EventRefused} */
	events(cells: Cells): readonly ReadEvent[] {
		const ticket = referenceOf(this.ticket(cells), this.nameOf('ticket'));
		const time = this.at(cells);
		if (!time) throw new RowRefused(`"${this.nameOf('at')}" is empty: when was it?`);
		const { at } = time;
		const story = new Story(ticket, this.reading.nowAt);
		const events = this.activityEvents(cells);
		const before = this.last.get(ticket);
		const told = before?.at === at ? [...before.told] : [];
		const add = (keys: Keys): void => {
			const name = `${time.text} ${fingerprint(JSON.stringify(keys))}`;
			// An update tells of changes alone: what it tells a second time has been otherwise between.
			const times = this.isUpdate ? told.filter((other) => other === name).length : 0;
			told.push(name);
			story.add(times === 0 ? name : `${name} ${times + 1}`, at, keys);
		};
		this.checkOrder(before, at);

		const created = this.created(cells) ?? time;
		const fields = this.followed(cells, true);
		const begins = this.isCreationLogged
			? events.includes('created')
			: !before || created.at < before.createdAt;
		if (begins) {
			const own = this.fields(cells, false);
			const key = `created ${created.text} ${fingerprint(JSON.stringify(own))}`;
			// Fields of the ticket's own are told by its first row alone.
			const besides = JSON.stringify({ ...fields, custom: {} });
			story.add(key, created.at, { type: 'created', ...own }, { at, unsaid: '{}', besides });
		} else if (before && at >= before.at) {
			const changed = changedFields(fields, before.fields);
			if (changed) add({ type: 'updated', ...changed });
		}
		const agent = this.agent(cells);
		const isAssigned = this.isUpdate
			? agent !== (before?.agent ?? null)
			: events.includes('assigned') && agent !== null;
		if (isAssigned) add({ type: 'assigned', agent });
		for (const event of events) {
			if (event !== 'created' && event !== 'assigned') add(activityKeys(event));
		}
		const status = this.status(cells) ?? before?.status ?? 'new';
		if (status !== (before?.status ?? 'new')) add({ type: 'status', status });
		this.last.set(ticket, {
			createdAt: Math.min(created.at, before?.createdAt ?? created.at),
			at: Math.max(at, before?.at ?? at),
			agent,
			status,
			fields,
			told: before && before.at > at ? before.told : told,
		});
		return story.events;
	}

	private get isUpdate(): boolean {
		return this.reading.binding.mapping.row === 'update';
	}

	private nameOf(field: string): string {
		return boundField(this.reading, field)?.name ?? field;
	}

	/** Updates are told from the row before: they must come in the order of time. */
	private checkOrder(before: Last | undefined, at: number): void {
		if (!this.isUpdate || !before || at >= before.at) return;
		throw new RowRefused(
			`dated before the row above of the same ticket: sort the file by "${this.nameOf('at')}", oldest first`,
		);
	}

	private activityEvents(cells: Cells): readonly ActivityEvent[] {
		const activity = this.activity(cells);
		if (activity === null) {
			if (this.isUpdate) return [];
			throw new RowRefused(`"${this.nameOf('activity')}" is empty: what was done?`);
		}
		const events = this.activities.get(nameKey(activity));
		if (events) return events.filter((event) => event !== 'nothing');
		throw new RowRefused(
			`"${this.nameOf('activity')}" ${JSON.stringify(activity)} is no activity that the mapping knows: say what it is with --map "activity:${activity}=…"`,
		);
	}
}
