import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../../source/commands/sync/open-source.ts';
import { JiraStoryDesk } from '../../support/jira-desk.ts';
import { type Setup, Syncing } from '../../support/syncing.ts';

const at = (time: string): string => `2026-11-24T${time}:00Z`;

let desk: JiraStoryDesk;
let syncing: Syncing;

async function begin(setup: Partial<Setup> = {}): Promise<void> {
	const { user, key } = desk;
	syncing = await Syncing.of({ kind: 'jira', url: desk.server.url, user, key, now: at('18:00'), ...setup });
}
beforeEach(async () => {
	desk = await JiraStoryDesk.open();
	await begin();
});
afterEach(async () => {
	await syncing.dispose();
	await desk.close();
});

const questions = (): string[] =>
	desk.server.asked
		.filter(({ path }) => path.endsWith('/search/jql'))
		.map(({ query }) => query.get('jql') ?? '');

describe('a sync of Jira Service Management', () => {
	it('turns the pages of every list, also where more than a page changed within a minute', async () => {
		desk.page = 4;
		for (let id = 1; id <= 11; id++) desk.create(id, `2026-11-24T07:00:${id + 10}Z`);
		for (let minute = 10; minute < 19; minute++) {
			desk.write(1, at(`08:${minute}`), minute % 2 ? 'agent' : 'customer');
			desk.set(1, at(`09:${minute}`), { status: minute % 2 ? 'open' : 'answered' });
		}
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('asks for times in the zone of whoever asks', async () => {
		desk.zone = 'America/New_York';
		desk.offsetMs = -5 * 3_600_000;
		desk.create(1, at('08:00'));
		await syncing.sync();
		desk.create(2, at('17:00'));
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		// Ten minutes before the last change, over there.
		expect(questions().at(-1)).toContain('updated >= "2026-11-24 02:50" ORDER BY updated ASC');
	});

	it('asks from before an hour that clocks show twice', async () => {
		desk.zone = 'Europe/Ljubljana';
		desk.create(1, '2026-10-25T00:40:00Z');
		await syncing.sync({ now: '2026-10-25T02:00:00Z' });
		await syncing.sync({ now: '2026-10-25T02:00:00Z' });
		// 02:30 summer time, which is shown again an hour later.
		expect(questions().at(-1)).toContain('updated >= "2026-10-25 01:30"');
	});

	it('reads the projects that it is set up with, and no others', async () => {
		await syncing.dispose();
		await begin({ settings: { projects: ['SUP', 'IT'] } });
		await syncing.sync();
		expect(questions()[0]).toMatch(/^project in \("SUP", "IT"\) AND statusCategory != Done AND /);
	});

	it('knows who is a customer, an agent or a program, and statuses by their category', async () => {
		desk.create(1, at('08:00'));
		desk.write(1, at('08:10'), 'agent');
		desk.write(1, at('08:20'), 'customer');
		desk.set(1, at('08:30'), { status: 'In Arbeit' });
		desk.set(1, at('08:40'), { status: 'Erledigt' });
		desk.mangle = (rows, path) => {
			if (path === 'comment') {
				return [
					...rows,
					{
						id: '7',
						author: { accountId: 'x', accountType: 'app' },
						created: '2026-11-24T08:15:00.000+0000',
					},
				];
			}
			// A change without a new value has none of every object's methods for it.
			return path === 'changelog'
				? [
						...rows,
						{
							id: '8',
							created: '2026-11-24T08:50:00.000+0000',
							items: [{ field: 'assignee', fromString: 'Ana' }],
						},
					]
				: rows;
		};
		const answer = desk.answer.bind(desk);
		desk.answer = (asked) =>
			asked.path.endsWith('/status')
				? {
						body: [
							{ name: 'In Arbeit', statusCategory: { key: 'indeterminate' } },
							{ name: 'Erledigt', statusCategory: { key: 'done' } },
						],
					}
				: answer(asked);
		await syncing.sync();
		expect(syncing.told()).toEqual([
			`SUP-1 ${at('08:00')} created by customer`,
			`SUP-1 ${at('08:10')} message by agent`,
			`SUP-1 ${at('08:15')} message by bot`,
			`SUP-1 ${at('08:20')} message by customer`,
			`SUP-1 ${at('08:30')} status open`,
			`SUP-1 ${at('08:40')} status resolved`,
			`SUP-1 ${at('08:50')} unassigned`,
		]);
		const [first = ''] = (await syncing.store.histories(['SUP-1'])).get('SUP-1') ?? [];
		expect(JSON.parse(first)).toMatchObject({
			organization: 'Acme',
			requester: 'Jane Roe',
			url: `${desk.server.url}/browse/SUP-1`,
		});
	});

	it('follows an issue to another project, and back: what it was counts once, under the key that it has', async () => {
		desk.create(1, at('08:00'));
		desk.write(1, at('08:10'), 'agent');
		await syncing.sync();
		const before = syncing.told();
		desk.move(1, at('09:00'), 'OPS-1');
		desk.write(1, at('09:30'), 'customer');
		await syncing.sync();
		expect(syncing.told()).toEqual(
			[...desk.truth(), ...before, `SUP-1 ${at('08:00')} moved to OPS-1`].sort(),
		);
		expect(await syncing.timers()).toEqual(['OPS-1 first_answer fulfilled']);
		desk.move(1, at('10:00'), 'SUP-1');
		desk.write(1, at('10:30'), 'agent');
		await syncing.sync();
		expect(await syncing.timers()).toEqual(['SUP-1 first_answer fulfilled']);
		expect(syncing.told().filter((line) => line.startsWith('SUP-1') && !line.includes('moved'))).toEqual(
			desk.truth(),
		);
		// One that was moved before anybody looked was never another ticket here.
		desk.create(2, at('11:00'));
		desk.move(2, at('11:05'), 'OPS-2');
		await syncing.sync();
		expect(syncing.told().filter((line) => line.includes('-2 '))).toEqual([
			`OPS-2 ${at('11:00')} created by customer`,
		]);
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0, refused: 0 });
	});

	it('finds out about issues that were deleted for good, or moved to where it does not look', async () => {
		for (const id of [1, 2, 3]) desk.create(id, at('08:00'));
		await syncing.sync();
		await syncing.tick();
		desk.remove(1);
		// Moved to a project that is none of Service Management.
		desk.others.add('HR');
		desk.moved.set(2, [{ key: 'HR-2', at: Date.parse(at('09:00')) }]);
		const before = syncing.told();
		// It went through all within the hour: nothing is asked.
		await syncing.sync({ now: at('18:59') });
		expect(syncing.told()).toEqual(before);
		await syncing.sync({ now: at('19:00') });
		expect(syncing.told()).toEqual(
			[...before, `SUP-1 ${at('19:00')} status deleted`, `SUP-2 ${at('19:00')} merged into HR-2`].sort(),
		);
		expect(desk.server.count('/rest/api/3/issue/bulkfetch')).toBe(1);
		// Known, though no engine has looked since.
		await syncing.sync({ now: at('20:00') });
		expect(syncing.told()).toHaveLength(before.length + 2);
		await syncing.tick(at('20:00'));
		expect(await syncing.open()).toEqual(['SUP-3']);
	});

	it('keeps the issues of a project whose key has changed, until they are told under the new one', async () => {
		for (const id of [1, 2]) desk.create(id, at('08:00'));
		await syncing.sync();
		await syncing.tick();
		desk.project = 'HELP';
		await syncing.sync({ now: at('19:00') });
		await syncing.tick(at('19:00'));
		expect(await syncing.open()).toEqual(['SUP-1', 'SUP-2']);
		desk.write(1, at('19:30'), 'customer');
		await syncing.sync({ now: at('20:00') });
		await syncing.tick(at('20:00'));
		await syncing.sync({ now: at('21:00') });
		await syncing.tick(at('21:00'));
		expect((await syncing.open()).sort()).toEqual(['HELP-1', 'SUP-2']);
		// It has its old key again.
		desk.project = 'SUP';
		desk.write(1, at('21:30'), 'customer');
		await syncing.sync({ now: at('22:00') });
		await syncing.tick(at('22:00'));
		expect(await syncing.open()).toEqual(['SUP-1', 'SUP-2']);
	});

	it('does not ask for an issue of which it knows that it was moved, though no engine has looked since', async () => {
		desk.create(1, at('08:00'));
		desk.set(1, at('08:10'), { status: 'on_hold' });
		await syncing.sync();
		await syncing.tick();
		desk.move(1, at('08:20'), 'OPS-1');
		await syncing.sync({ now: at('19:00') });
		expect(syncing.told().filter((line) => line.startsWith('SUP-1') && /moved|merged/.test(line))).toEqual([
			`SUP-1 ${at('08:00')} moved to OPS-1`,
		]);
	});

	it('takes nothing for deleted in a project that it may not see, and takes it back where it was wrong', async () => {
		for (const id of [1, 2]) desk.create(id, at('08:00'));
		await syncing.sync();
		await syncing.tick();
		const issues = [...desk.tickets];
		desk.hidden.add('SUP');
		desk.tickets.length = 0;
		await syncing.sync({ now: at('19:00') });
		expect(await syncing.open()).toEqual(['SUP-1', 'SUP-2']);
		// One of them is hidden by itself: nobody can tell that from a deleted one.
		desk.hidden.clear();
		desk.tickets.push(...issues.slice(0, 1));
		await syncing.sync({ now: at('20:00') });
		await syncing.tick(at('20:00'));
		expect(await syncing.open()).toEqual(['SUP-1']);
		desk.tickets.push(...issues.slice(1));
		await syncing.sync({ now: at('20:30'), full: true });
		await syncing.tick(at('20:30'));
		expect(await syncing.open()).toEqual(['SUP-1', 'SUP-2']);
	});

	it('says who we are, and what is read', async () => {
		const connector = await openSource(await syncing.source(), { SLATOP_DESK_KEY: desk.key });
		const found = await connector.test(new AbortController().signal);
		expect(found.map(({ detail }) => detail)).toEqual([
			'Bor Zupan',
			'asked for in UTC',
			'may be read; 0 changed of late',
		]);
	});
});
