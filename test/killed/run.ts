/** The long form, outside of the test command: kills some hundred times. `npm run killed [KILLS] [SEED]` */
import { join } from 'node:path';
import { seeded } from '../../source/sources/floor/prng.ts';
import { Killing } from './killing.ts';

const KILLS_A_STORE = 25;
const LONGEST_MS = 250;

const [wanted = 300, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const random = seeded(seed);
const killing = new Killing({ turns: 12, eventsAFile: 80, stepsASync: 5, eventsAStep: 15 });
console.log(`seed ${seed}`);
let killed = 0;
let wrong = 0;
try {
	await killing.begin();
	for (let turn = 0; killed < wanted; turn++) {
		const path = join(killing.folder, `${turn}.db`);
		// Some stores are killed soon after each beginning, some have time to come to the end.
		const { kills, ends } = await killing.kill(path, KILLS_A_STORE, LONGEST_MS * random.next(), random);
		const faults = await killing.faults(path);
		killed += kills;
		wrong += faults.length;
		console.log(
			`store ${turn}: killed ${kills} times, came to the end ${ends} times, ${faults.length} faults`,
		);
		for (const fault of faults) console.log(`  ${fault}`);
	}
	for (const path of await killing.loseTheEnd(
		join(killing.folder, 'power.db'),
		1,
		[0, 0.1, 0.33, 0.5, 0.71, 0.9, 0.999],
	)) {
		const faults = await killing.faults(path);
		wrong += faults.length;
		console.log(`${path.replace(killing.folder, '')} of its log left: ${faults.length} faults`);
		for (const fault of faults) console.log(`  ${fault}`);
	}
} finally {
	killing.dispose();
}
console.log(`${killed} kills, ${wrong} faults`);
process.exitCode = wrong === 0 ? 0 : 1;
