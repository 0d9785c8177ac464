/** The way to a server on the loopback, which fails as networks do. */
import { connect, createServer, type Server, type Socket } from 'node:net';

type End = 'client' | 'server';

/** Lets all through until it is told otherwise. */
export class Line {
	/**
	 * Called with what an end has sent, byte by character, before it is passed on: what it does to the line befalls that,
	 * too.
	 */
	onSent: (by: End, text: string) => void = () => {};
	private readonly sockets = new Set<Socket>();
	private isStalled = false;
	/** What is passed on when it goes on. */
	private held: (() => void)[] = [];
	private listening: Server | null = null;
	private port = 0;

	private constructor(private readonly to: URL) {}

	/** @param url of whoever listens on this machine, such as a store on PostgreSQL */
	static async to(url: string): Promise<Line> {
		const line = new Line(new URL(url));
		await line.accept();
		return line;
	}

	/** What it leads to, reached through it. */
	get url(): string {
		return Object.assign(new URL(this.to), { port: String(this.port) }).href;
	}

	/** From now on nothing comes through, either way, and nobody is told: connections stay, and new ones hear nothing. */
	stall(): void {
		this.isStalled = true;
		// Nothing is taken from who sends, either.
		for (const socket of this.sockets) socket.pause();
	}

	/** Ends all connections as a machine does that knows nothing of them. */
	reset(): void {
		this.held = [];
		for (const socket of this.sockets) socket.resetAndDestroy();
	}

	/** The same, and new connections are refused. */
	async refuse(): Promise<void> {
		const server = this.listening;
		this.listening = null;
		this.reset();
		await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
	}

	/** All comes through again, first what was held back meanwhile. */
	async goOn(): Promise<void> {
		this.isStalled = false;
		for (const pass of this.held.splice(0)) pass();
		for (const socket of this.sockets) socket.resume();
		if (!this.listening) await this.accept();
	}

	private async accept(): Promise<void> {
		const server = createServer({ allowHalfOpen: true }, (client) => this.join(client));
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(this.port, '127.0.0.1', resolve);
		});
		this.listening = server;
		const address = server.address();
		this.port = typeof address === 'object' && address ? address.port : 0;
	}

	private join(client: Socket): void {
		const server = connect({ host: this.to.hostname, port: Number(this.to.port), allowHalfOpen: true });
		this.pass('client', client, server);
		this.pass('server', server, client);
	}

	private pass(by: End, from: Socket, to: Socket): void {
		this.sockets.add(from);
		from.setNoDelay(true);
		const through = (work: () => void): void => {
			if (this.isStalled) this.held.push(work);
			else work();
		};
		from.on('error', () => {});
		from.on('data', (part: Buffer) => {
			this.onSent(by, part.toString('latin1'));
			through(() => to.write(part));
		});
		from.on('end', () => through(() => to.end()));
		from.on('close', () => {
			this.sockets.delete(from);
			through(() => to.destroySoon());
		});
		if (this.isStalled) from.pause();
	}
}
