import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../source/sources/floor/prng.ts';
import { newPostgresUrl } from '../support/postgres.ts';
import { killCommand, type Name } from './commands.ts';
import { Killing } from './killing.ts';

// The long form: npm run killed.
const killing = new Killing({ turns: 6, eventsAFile: 40, stepsASync: 4, eventsAStep: 8 });
beforeAll(() => killing.begin());
afterAll(() => killing.dispose());

describe('a store whose program is killed again and again', () => {
	it('is in the end what an uninterrupted run leaves: nothing lost, nothing twice', async () => {
		const path = join(killing.folder, 'killed.db');
		const { kills } = await killing.kill(path, 5, 80, seeded(20));
		expect(await killing.faults(path)).toEqual([]);
		expect(kills).toBeGreaterThan(1);
	});
});

describe('a command that is killed', () => {
	it.each<[Name, number]>([
		['prune', 120],
		['rebuild', 120],
		['copy to a file', 120],
	])('%s leaves nothing half done, and comes to its end when it is begun again', async (name, most) => {
		const scene = { ...killing, newUrl: newPostgresUrl };
		expect(await killCommand(scene, name, 1, most, seeded(4))).toMatchObject({ faults: [] });
	});
});

describe('a store that has lost the end of its log with the power', () => {
	it('stands as it was at some commit, and is in the end what an uninterrupted run leaves', async () => {
		const paths = await killing.loseTheEnd(join(killing.folder, 'power.db'), 1, [0.3, 0.77]);
		for (const path of paths) expect(await killing.faults(path)).toEqual([]);
	});
});
