import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

/** A request as it came. */
export interface Received {
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	readonly body: Record<string, unknown>;
}

/** What a receiver does with a request. */
export type Manner = (answer: ServerResponse, received: Received) => void;

export const well: Manner = (answer) => answer.end('thank you');
/** Takes the request, and never answers it. */
export const hanging: Manner = () => {};
export const breaking: Manner = (answer) => answer.socket?.destroy();
export const refusing =
	(status: number, headers: Readonly<Record<string, string>> = {}): Manner =>
	(answer) =>
		answer.writeHead(status, headers).end('not now');

/** An HTTP server on this machine that alerts are posted to; how it behaves can be changed. */
export class Receiver {
	readonly received: Received[] = [];
	manner: Manner = well;
	private readonly watchers = new Set<() => void>();

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Receiver> {
		const server = createServer();
		const receiver = new Receiver(server);
		server.on('request', (request, answer) => {
			let text = '';
			request.setEncoding('utf8').on('data', (piece: string) => {
				text += piece;
			});
			request.on('end', () => {
				const body: Record<string, unknown> = JSON.parse(text);
				const one = { url: request.url ?? '', headers: request.headers, text, body };
				receiver.received.push(one);
				receiver.manner(answer, one);
				for (const look of receiver.watchers) look();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return receiver;
	}

	get url(): string {
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('the receiver does not listen');
		return `http://127.0.0.1:${address.port}/hook/t0k3n`;
	}

	/** Waits until so many requests have come. */
	async got(count: number): Promise<void> {
		if (this.received.length >= count) return;
		await new Promise<void>((resolve, reject) => {
			const late = setTimeout(
				() => reject(new Error(`only ${this.received.length} of ${count} requests came`)),
				20_000,
			);
			const look = (): void => {
				if (this.received.length < count) return;
				clearTimeout(late);
				this.watchers.delete(look);
				resolve();
			};
			this.watchers.add(look);
		});
	}

	async stop(): Promise<void> {
		if (!this.server.listening) return;
		this.server.closeAllConnections();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
