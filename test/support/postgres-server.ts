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

/**
 * Runs the server until it ends by itself, is told to stop (a line on standard input), or whoever started it is gone,
 * however that came: then its folder goes too.
 */
const WATCHED = `exec 3<&0
folder=$1; shift
"$@" 3<&- & server=$!
{ read -r word <&3; kill -INT $server; exit \${#word}; } & watch=$!
wait $server; status=$?
kill $watch 2>/dev/null
wait $watch && rm -rf "$folder"
exit $status`;
/** How often another port is looked for, where somebody else has taken the one that was free. */
const PORTS = 5;
const IS_TAKEN = /Address already in use/;

export class PostgresServer {
	private child: ChildProcess | null = null;
	private port = 0;

	private constructor(
		/** What it has; where it speaks TLS, `ca.crt` says who it is, and `other.crt` does not. */
		readonly folder: string,
		private readonly as: { uid: number; gid: number } | undefined,
	) {}

	/**
	 * Makes one, and starts it.
	 * @param settings lines of postgresql.conf
	 * @param speaksTls as localhost, to whoever wants it
	 * @throws where it does not start, with what it said; nothing is left of it then
	 */
	static async make(settings: readonly string[] = [], speaksTls = false): Promise<PostgresServer> {
		const as = runner();
		const server = new PostgresServer(mkdtempSync(join(tmpdir(), 'slatop-postgres-')), as);
		if (as) chownSync(server.folder, as.uid, as.gid);
		try {
			server.fill();
			await server.startSomewhere([...settings, ...(speaksTls ? server.certify() : [])]);
			server.run('createdb', [
				`--host=${server.folder}`,
				`--port=${server.port}`,
				`--username=${USER}`,
				DATABASE,
			]);
		} catch (error) {
			await server.remove();
			throw error;
		}
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

	/** @throws where it does not start, with what it said */
	async start(): Promise<void> {
		const child = spawn(
			'sh',
			['-c', WATCHED, 'sh', this.folder, join(programs(), 'postgres'), '-D', this.data],
			// What a terminal sends to all who run in it is not for the server.
			{ stdio: ['pipe', 'ignore', 'pipe'], cwd: this.folder, detached: true, ...this.as },
		);
		child.stdin?.on('error', () => {});
		this.child = child;
		await new Promise<void>((resolve, reject) => {
			let said = '';
			child.stderr?.on('data', (part: Buffer) => {
				said += part;
				if (said.includes('ready to accept connections')) resolve();
			});
			child.once('error', reject);
			child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
		});
		// Nothing more is read of what it says.
		child.stderr?.removeAllListeners('data').resume();
		child.unref();
	}

	/** Ends it as an operator does who does not wait for those connected. */
	async stop(): Promise<void> {
		const child = this.child;
		this.child = null;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		child.ref();
		const ended = new Promise((resolve) => child.once('exit', resolve));
		child.stdin?.end('stop\n');
		await ended;
	}

	async remove(): Promise<void> {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** Makes who it is, an authority that says so and one that does not. @returns its settings */
	private certify(): string[] {
		const openssl = (line: string, ...args: readonly string[]): void => {
			const all = [...line.split(' '), ...args];
			execFileSync('openssl', all, { stdio: 'pipe', cwd: this.folder, ...this.as });
		};
		const anew = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2';
		for (const name of ['ca', 'other']) {
			openssl(`${anew} -keyout ${name}.key -out ${name}.crt`, '-subj', `/CN=${name} of the tests`);
		}
		const signed = `${anew} -CA ca.crt -CAkey ca.key -keyout server.key -out server.crt -subj /CN=localhost`;
		openssl(`${signed} -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE`);
		const file = (name: string): string => `'${join(this.folder, name)}'`;
		return ['ssl = on', `ssl_cert_file = ${file('server.crt')}`, `ssl_key_file = ${file('server.key')}`];
	}

	private run(program: string, args: readonly string[]): void {
		execFileSync(join(programs(), program), args, { stdio: 'pipe', cwd: this.folder, ...this.as });
	}

	/** Its data, with nothing in it yet. */
	private fill(): void {
		const passwords = this.addFile('password', PASSWORD);
		const how = `--username=${USER} --pwfile=${passwords} --auth-local=trust --auth-host=scram-sha-256`;
		const texts = ['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'];
		this.run('initdb', [`--pgdata=${this.data}`, ...texts, ...how.split(' ')]);
	}

	/** Starts it at a port that is free, until the moment somebody else takes that. */
	private async startSomewhere(settings: readonly string[]): Promise<void> {
		for (let tries = 1; ; tries++) {
			this.port = await freePort();
			this.configure(settings);
			try {
				return await this.start();
			} catch (error) {
				if (tries === PORTS || !IS_TAKEN.test(String(error))) throw error;
			}
		}
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
