import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Setup, Syncing } from '../../support/syncing.ts';
import { ANA, JANE, zendeskAfternoon, zendeskMorning } from '../../support/zendesk-day.ts';
import { ZendeskDesk } from '../../support/zendesk-desk.ts';

const NOW = '2026-11-24T18:00:00Z';
const at = (time: string): string => `2026-11-24T${time}:00Z`;

let desk: ZendeskDesk;
let syncing: Syncing;

async function begin(setup: Partial<Setup> = {}): Promise<void> {
	const { user, key } = desk;
	syncing = await Syncing.of({ kind: 'zendesk', url: desk.server.url, user, key, now: NOW, ...setup });
}

beforeEach(async () => {
	desk = await ZendeskDesk.open();
	await begin();
});
afterEach(async () => {
	await syncing.dispose();
	await desk.close();
});

const morning = (): void => zendeskMorning(desk);
const afternoon = (): void => zendeskAfternoon(desk);

describe('a sync of Zendesk', () => {
	it('understands all that happened, and nothing else', async () => {
		morning();
		afternoon();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0, refused: 0 });
	});

	it('turns the pages of every list', async () => {
		for (let id = 1; id <= 9; id++) {
			desk.create(id, at(`06:${String(id).padStart(2, '0')}`), { group: id % 2 ? 5 : 6 });
			desk.update(id, at('07:00'), ANA, { status: 'pending', comment: 'public' });
		}
		desk.page = 4;
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('tells of a ticket that has gone into another, whether its updates or its audits say so', async () => {
		for (const [id, day] of [
			[1, '2026-11-24'],
			[2, '2026-06-01'],
		] as const) {
			desk.create(id, `${day}T08:00:00Z`);
			desk.update(id, at('09:00'), ANA, { comment: 'private', isMerged: true });
		}
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('reads what is unsolved whole, however old it is', async () => {
		desk.create(1, '2026-06-01T08:00:00Z');
		desk.update(1, '2026-06-02T08:00:00Z', ANA, { status: 'pending', assignee: ANA, comment: 'public' });
		desk.create(2, '2026-06-01T08:00:00Z');
		desk.update(2, '2026-06-02T08:00:00Z', ANA, { status: 'solved', comment: 'public' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth().filter((line) => line.startsWith('1 ')));
		desk.update(2, at('09:00'), JANE, { status: 'open', comment: 'public' });
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});
});
