/** A PostgreSQL server for the tests: made in a folder of its own when it is first asked for, and gone with them. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INSTALLED = '/usr/lib/postgresql';
/** Who may connect from where; what the tests know of it. */
export const USER = 'slatop';
export const PASSWORD = 'one/two:three@four';
const DATABASE = 'floor';

/** Where its programs are: SLATOP_TEST_POSTGRES names the folder, else the newest that is installed. */
function programs(): string {
	const named = process.env.SLATOP_TEST_POSTGRES;
	if (named) return named;
	const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter(Number.isFinite) : [];
	const folder = join(INSTALLED, String(Math.max(0, ...versions)), 'bin');
	if (existsSync(join(folder, 'initdb'))) return folder;
	throw new Error(
		`the tests of the shared store need PostgreSQL's server: install it (apt-get install postgresql), or name the folder of its programs in SLATOP_TEST_POSTGRES`,
	);
}

/** Whoever runs it: it refuses to run as root. */
function runner(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string, user: string): number =>
		Number(execFileSync('id', [flag, user], { stdio: 'pipe' }));
	for (const user of ['postgres', 'nobody']) {
		try {
			return { uid: id('-u', user), gid: id('-g', user) };
		} catch {
			// There is no such user.
		}
	}
	throw new Error('PostgreSQL refuses to run as root, and there is nobody else: make a user postgres');
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** Ends the server when whoever started it is gone, however that came. */
const WATCHED = `"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server`;

export class PostgresServer {
	private child: ChildProcess | null = null;

	private constructor(
		private readonly folder: string,
		private readonly port: number,
		private readonly as: { uid: number; gid: number } | undefined,
	) {}

	/** Makes one, and starts it. @param settings lines of postgresql.conf */
	static async make(settings: readonly string[] = []): Promise<PostgresServer> {
		const as = runner();
		const folder = mkdtempSync(join(tmpdir(), 'slatop-postgres-'));
		const server = new PostgresServer(folder, await freePort(), as);
		const passwords = join(folder, 'password');
		writeFileSync(passwords, PASSWORD);
		if (as) for (const path of [folder, passwords]) chownSync(path, as.uid, as.gid);
		const how = `--username=${USER} --pwfile=${passwords} --auth-local=trust --auth-host=scram-sha-256`;
		execFileSync(
			join(programs(), 'initdb'),
			[`--pgdata=${server.data}`, '--no-sync', '--encoding=UTF8', '--locale=C.UTF-8', ...how.split(' ')],
			{ stdio: 'pipe', cwd: folder, ...as },
		);
		server.configure(settings);
		await server.start();
		execFileSync(
			join(programs(), 'createdb'),
			[`--host=${folder}`, `--port=${server.port}`, `--username=${USER}`, DATABASE],
			{
				stdio: 'pipe',
				cwd: folder,
				...as,
			},
		);
		return server;
	}

	private get data(): string {
		return join(this.folder, 'data');
	}

	/** Of its database, with a password. @param query what stands behind `?` */
	url(query = ''): string {
		const password = encodeURIComponent(PASSWORD);
		return `postgres://${USER}:${password}@127.0.0.1:${this.port}/${DATABASE}${query && `?${query}`}`;
	}

	/** A file for it alone, such as a key. */
	addFile(name: string, text: string): string {
		const path = join(this.folder, name);
		writeFileSync(path, text);
		chmodSync(path, 0o600);
		if (this.as) chownSync(path, this.as.uid, this.as.gid);
		return path;
	}

	async start(): Promise<void> {
		const child = spawn('sh', ['-c', WATCHED, 'sh', join(programs(), 'postgres'), '-D', this.data], {
			stdio: ['pipe', 'ignore', 'pipe'],
			cwd: this.folder,
			...this.as,
		});
		this.child = child;
		await new Promise<void>((resolve, reject) => {
			let said = '';
			child.stderr?.on('data', (part: Buffer) => {
				said += part;
				if (said.includes('ready to accept connections')) resolve();
			});
			child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
		});
		// Nothing more is read of what it says.
		child.stderr?.removeAllListeners('data').resume();
		child.unref();
	}

	/** Ends it as an operator does who does not wait for those connected. */
	async stop(): Promise<void> {
		const child = this.child;
		if (!child || child.exitCode !== null) return;
		child.ref();
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.stdin?.end();
		await ended;
		this.child = null;
	}

	async remove(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	private configure(settings: readonly string[]): void {
		const lines = [
			`listen_addresses = '127.0.0.1'`,
			`port = ${this.port}`,
			`unix_socket_directories = '${this.folder}'`,
			'fsync = off',
			'synchronous_commit = off',
			'full_page_writes = off',
			`shared_buffers = '32MB'`,
			...settings,
		];
		writeFileSync(join(this.data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
	}
}
