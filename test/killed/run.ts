/** The long form, outside of the test command: kills some hundred times. `npm run killed [KILLS] [SEED]` */
import { join } from 'node:path';
import { seeded } from '../../source/sources/floor/prng.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { killCommand, type Name, type Scene, WORKS } from './commands.ts';
import { type Killed, Killing } from './killing.ts';

const KILLS_A_STORE = 25;
const KILLS_A_COMMAND = 8;
const LONGEST_MS = 250;
/** Of a command, from when it begins to its end. */
const LONGEST_COMMAND_MS = 600;
/** What is left of the log after a loss of power. */
const SHARES = [0, 0.1, 0.33, 0.5, 0.71, 0.9, 0.999];

const [wanted = 300, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const random = seeded(seed);
const killing = new Killing({ turns: 12, eventsAFile: 80, stepsASync: 5, eventsAStep: 15 });
let killed = 0;
let wrong = 0;

function tell(what: string, { kills, ends }: Killed, faults: readonly string[]): void {
	killed += kills;
	wrong += faults.length;
	console.log(`${what}: killed ${kills} times, came to the end ${ends} times, ${faults.length} faults`);
	for (const fault of faults) console.log(`  ${fault}`);
}

/** Some stores are killed soon after each beginning, some have time to come to the end. */
const most = (longestMs: number): number => longestMs * random.next();

/** One life in a file, one on the server, and each command once. */
async function round(turn: number, scene: Scene): Promise<void> {
	const path = join(killing.folder, `${turn}.db`);
	tell(
		`store ${turn}`,
		await killing.kill(path, KILLS_A_STORE, most(LONGEST_MS), random),
		await killing.faults(path),
	);
	const url = await scene.newUrl();
	tell(
		`store ${turn} on PostgreSQL`,
		await killing.killOnServer(url, KILLS_A_STORE, most(4 * LONGEST_MS), random),
		await killing.faults(url),
	);
	for (const name of Object.keys(WORKS) as Name[]) {
		const { faults, ...ran } = await killCommand(
			scene,
			name,
			KILLS_A_COMMAND,
			most(LONGEST_COMMAND_MS),
			random,
		);
		tell(name, ran, faults);
	}
}

console.log(`seed ${seed}`);
const server = await PostgresServer.make();
try {
	await killing.begin();
	let schemas = 0;
	const newUrl = async (): Promise<string> => server.url(`schema=killed_${++schemas}`);
	const scene = { ...killing, newUrl };
	for (let turn = 0; killed < wanted; turn++) await round(turn, scene);
	for (const path of await killing.loseTheEnd(join(killing.folder, 'power.db'), 1, SHARES)) {
		tell(
			`${path.replace(killing.folder, '')} of its log left`,
			{ kills: 0, ends: 1 },
			await killing.faults(path),
		);
	}
} finally {
	killing.dispose();
	await server.remove();
}
console.log(`${killed} kills, ${wrong} faults`);
process.exitCode = wrong === 0 ? 0 : 1;
