import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Desk } from '../support/desk.ts';
import { ask } from '../support/http.ts';
import { LiveAgentDesk } from '../support/liveagent-desk.ts';
import { Running } from '../support/program.ts';

const SECRET = 'a secret of the help desk';
const ENV = { SLATOP_DESK_KEY: 'k-3f9a1c77', SLATOP_DESK_HOOK_SECRET: SECRET };

let desk: Desk;
let helpDesk: LiveAgentDesk;
const running: Running[] = [];
beforeEach(async () => {
	desk = new Desk();
	helpDesk = await LiveAgentDesk.open();
});
afterEach(async () => {
	for (const program of running.splice(0)) program.kill('SIGKILL');
	await desk.dispose();
	await helpDesk.close();
});

function start(...args: string[]): Running {
	const program = new Running([...args, '--store', desk.store], { env: ENV, cwd: desk.folder });
	running.push(program);
	return program;
}

it("a help desk's hook has its source read at once, whatever its schedule; a stranger's does not", async () => {
	const url = ['--url', helpDesk.server.url, '--allow-http', '--every', '12h'];
	const added = await desk.run('source', ['add', 'desk', '--kind', 'liveagent', ...url], { env: ENV });
	expect(added.code).toBe(0);
	const server = start('serve', '--listen', '127.0.0.1:0');
	await server.said('listens on ');
	const at = /listens on (http:\S+)/.exec(server.stderr)?.[1] ?? '';
	const hook = (name: string, secret: string) =>
		ask(`${at}/hooks/${name}`, {
			method: 'POST',
			body: '{}',
			headers: { authorization: `Bearer ${secret}` },
		});
	await start('engine', '--agreement', desk.agreement).said('engine runs');
	const synced = async (after: string | null): Promise<string> => {
		for (const started = performance.now(); performance.now() - started < 20_000; await pause(100)) {
			const { stdout } = await desk.run('source', ['list', '--format', 'json'], { env: ENV });
			const [{ last_success: at, problem }] = JSON.parse(stdout);
			expect(problem).toBe(null);
			if (typeof at === 'string' && at !== after) return at;
		}
		throw new Error(`it was never read again after ${after}`);
	};
	const first = await synced(null);
	expect(await hook('desk', 'somebody else altogether')).toMatchObject({ status: 401 });
	expect(await hook('nobody', SECRET)).toMatchObject({ status: 401 });
	await server.said('refused a hook of nobody from 127.0.0.1: there is no source of that name');
	// Signed as another help desk signs: no more is told of the source that there is than of the one that there is not.
	const strange = (name: string) =>
		ask(`${at}/hooks/${name}`, { method: 'POST', body: '{}', headers: { 'x-hub-signature': 'sha1=00' } });
	expect((await strange('desk')).text).toBe((await strange('nobody')).text);
	const asked = helpDesk.server.asked.length;
	await pause(1_500);
	expect(helpDesk.server.asked.length).toBe(asked);
	expect(await hook('desk', SECRET)).toMatchObject({ status: 202, json: { poked: 'desk' } });
	expect(await synced(first)).not.toBe(first);
});
