import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SourceProblem } from '../../../source/sources/http/problem.ts';
import type { Fault } from '../../support/loopback.ts';
import { type Setup, Syncing } from '../../support/syncing.ts';
import { VENDORS, type VendorDesk } from '../../support/vendors.ts';

/** The longest that anybody waits for anything: an answer that does not come is not waited for as long as in life. */
const IMPATIENT_MS = 60;

function beImpatient(): void {
	const { setTimeout: later } = globalThis;
	vi.spyOn(globalThis, 'setTimeout').mockImplementation((done, ms, ...rest) =>
		later(done, Math.min(ms ?? 0, IMPATIENT_MS), ...rest),
	);
}

const NOW = '2026-11-24T18:00:00Z';

/** What may go wrong with any request, and does no harm. */
const FAULTS: Readonly<
	Record<string, { readonly faults: readonly (Fault | null)[]; readonly leastMs: number }>
> = {
	'429 with Retry-After': {
		faults: [
			{ status: 429, headers: { 'retry-after': '12' }, body: { message: 'Slow down' } },
			null,
			null,
			{ status: 429, headers: { 'retry-after': '3' } },
		],
		leastMs: 15_000,
	},
	'faults of the server': {
		faults: [
			{ status: 500, body: '<html>oops' },
			{ status: 502 },
			null,
			{ status: 503, headers: { 'retry-after': '5' } },
			null,
			{ status: 504 },
		],
		leastMs: 5_000,
	},
	'halves of answers': { faults: ['half', null, 'half', 'half', null, null, 'half'], leastMs: 1 },
	'connections that are cut': { faults: ['cut', null, 'cut', 'cut'], leastMs: 1 },
	'answers that do not come': { faults: ['silence', null, null, 'silence', 'silence'], leastMs: 1 },
};

/** What is odd about a desk's answers without being a fault. */
const ODD: Readonly<Record<string, (desk: VendorDesk) => void>> = {
	'rows that come twice': (desk) => {
		desk.mangle = (rows) => [...rows, ...rows.slice(0, 2)];
	},
	'rows in another order': (desk) => {
		desk.mangle = (rows) => rows.toReversed();
	},
	'a clock that is ahead': (desk) => {
		desk.server.skewMs = 20 * 60_000;
	},
	'a clock that is behind': (desk) => {
		desk.server.skewMs = -20 * 60_000;
	},
};

describe.each(VENDORS)('a sync of $name', ({ open, morning, afternoon, refusal, spoil }) => {
	let desk: VendorDesk;
	let syncing: Syncing;

	async function begin(setup: Partial<Setup> = {}): Promise<void> {
		const { kind, key, user, server } = desk;
		syncing = await Syncing.of({ kind, url: server.url, key, ...(user ? { user } : {}), now: NOW, ...setup });
	}

	async function beginAnew(setup: Partial<Setup> = {}): Promise<void> {
		await syncing.dispose();
		await begin(setup);
	}

	beforeEach(async () => {
		desk = await open();
		await begin();
		morning(desk);
	});
	afterEach(async () => {
		vi.restoreAllMocks();
		await syncing.dispose();
		await desk.close();
	});

	it('understands all that happened, goes on from there, and takes nothing twice', async () => {
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		afternoon(desk);
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		syncing.forget();
		expect(await syncing.sync({ full: true })).toMatchObject({ taken: 0, refused: 0, waiting: 0 });
	});

	it.each(Object.entries(FAULTS))('outlasts %s', async (_, { faults, leastMs }) => {
		if (faults.includes('silence')) beImpatient();
		desk.server.fail(...faults);
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
		expect(syncing.clock.waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(leastMs);
		expect(await syncing.source()).toMatchObject({ failures: 0, problem: null });
	});

	it.each(Object.entries(ODD))('is not misled by %s', async (_, makeOdd) => {
		makeOdd(desk);
		await syncing.sync();
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('lets what is dated in our future wait, and takes it though it is never told again', async () => {
		const now = '2026-11-24T08:12:00Z';
		const { waiting } = await syncing.sync({ now });
		expect(waiting).toBeGreaterThan(0);
		const until = '2026-11-24T08:17:00Z';
		const due = desk.truth().filter((line) => (line.split(' ')[1] ?? '') <= until);
		expect(syncing.told()).toEqual(due);
		syncing.forget();
		expect(await syncing.sync({ now })).toMatchObject({ taken: 0, waiting });
		expect(syncing.told()).toEqual(due);
		desk.mangle = () => [];
		expect(await syncing.sync()).toMatchObject({ taken: waiting, waiting: 0 });
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('killed after any step, loses nothing and takes nothing twice', async () => {
		let steps = 0;
		await syncing.sync({ onStep: () => steps++ });
		expect(steps).toBeGreaterThan(6);
		for (let last = 1; last <= steps; last++) {
			await beginAnew();
			let number = 0;
			const onStep = (): void => {
				if (++number === last) throw new Error('killed');
			};
			await expect(syncing.sync({ onStep })).rejects.toThrow('killed');
			syncing.forget();
			await syncing.sync();
			expect(syncing.told()).toEqual(desk.truth());
		}
	});

	it('stopped while it asks, goes on where it was', async () => {
		await syncing.sync();
		const requests = desk.server.asked.length;
		for (const last of [1, Math.ceil(requests / 2), requests - 1]) {
			await beginAnew();
			const stopping = new AbortController();
			let number = 0;
			desk.server.onRequest = () => {
				if (++number === last) stopping.abort(new Error('stopped'));
			};
			await expect(syncing.sync({ signal: stopping.signal })).rejects.toThrow('stopped');
			expect((await syncing.source()).failures).toBe(0);
			desk.server.onRequest = () => {};
			syncing.forget();
			await syncing.sync();
			expect(syncing.told()).toEqual(desk.truth());
		}
	});

	it('leaves a limit that lasts to a later sync, and moves no further', async () => {
		desk.server.fail({ status: 429, headers: { 'retry-after': '3600' }, body: { message: 'quota' } });
		await expect(syncing.sync()).rejects.toThrow(/too many requests \(429: "quota"\)/);
		const { nextAt, failures } = await syncing.source();
		expect(failures).toBe(1);
		expect(nextAt).toBeGreaterThan(Date.now() + 3_000_000);
		await syncing.sync();
		expect(syncing.told()).toEqual(desk.truth());
	});

	it('says of a wrong key what the server said and what to do, and never the key', async () => {
		await beginAnew({ key: 'wrong-2f81' });
		const problem = await syncing.sync().then(
			() => null,
			(error: unknown) => error,
		);
		expect(problem).toBeInstanceOf(SourceProblem);
		expect(String(problem)).toContain(
			`the key is refused (401: "${refusal}"): check the environment variable`,
		);
		const basic = Buffer.from(`${desk.user ?? ''}:wrong-2f81`).toString('base64');
		for (const secret of ['wrong-2f81', basic])
			expect(JSON.stringify(await syncing.source())).not.toContain(secret);
		expect(desk.server.asked).toHaveLength(1);
	});

	it('shows the key nowhere, whatever the server quotes', async () => {
		await syncing.sync();
		const { authorization, apikey } = desk.server.asked[0]?.headers ?? {};
		const sent = String(authorization ?? apikey);
		const secrets = [desk.key, sent.replace(/^\w+ /, '')];
		desk.server.fail({ status: 400, body: { message: `cannot read ${sent}` } });
		const problem = await syncing.sync({ full: true }).catch((error: Error) => error.message);
		expect(problem).toContain('[key]');
		await syncing.store.close();
		const files = readdirSync(syncing.folder).map((name) => readFileSync(join(syncing.folder, name)));
		for (const secret of secrets) {
			expect(problem).not.toContain(secret);
			for (const file of files) expect(file.includes(secret)).toBe(false);
		}
	});

	it('does not follow a host that has moved, and says where to', async () => {
		desk.server.fail({ status: 301, headers: { location: 'https://elsewhere.example/api?token=x' } });
		await expect(syncing.sync()).rejects.toThrow(
			/sends us elsewhere \(301, to https:\/\/elsewhere\.example\/api\).*slatop source change NAME --url https:\/\/elsewhere\.example \(/,
		);
	});

	it('refuses a malformed record with its place, keeps it without what people wrote, and takes the rest', async () => {
		const gone = {
			place: 'ticket 77',
			reason: 'it was malformed, and is not told of any more',
			record: '{}',
		};
		await syncing.store.quarantine('desk', [gone], Date.parse('2026-01-01T00:00:00Z'));
		desk.mangle = (rows) => rows.map((row) => spoil({ ...row, message: 'the words of people' }));
		await syncing.sync();
		const [record] = await syncing.store.quarantined('desk', 10);
		expect(record?.place).toMatch(/^(ticket|issue) (id\d+|\S*4)$/);
		expect(record?.reason).toMatch(/"soon" is not a time|"fields\.\w+" is missing|must be a time/);
		expect(record?.record).not.toContain('words of people');
		const fourth = desk.truth().filter((line) => /^(4|SUP-4|DDD-4|22004) /.test(line));
		expect(syncing.told()).toEqual(
			expect.arrayContaining(desk.truth().filter((line) => !fourth.includes(line))),
		);
		desk.mangle = (rows) => rows;
		await syncing.sync({ full: true });
		expect(syncing.told()).toEqual(desk.truth());
		// What has been read well is released; what was not read again is not.
		expect(await syncing.store.quarantined('desk', 10)).toMatchObject([gone]);
	});
});
