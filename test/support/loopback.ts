import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request as a help desk's server sees it. */
export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

export interface Answer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object is sent as JSON, a text as it is. */
	readonly body?: unknown;
}

/**
 * What goes wrong with a request instead of, or on top of, its answer: another answer, the right one cut in half, the
 * connection cut, or no answer at all until the client gives up.
 */
export type Fault = Answer | 'half' | 'cut' | 'silence';

/** An HTTP server on the loopback, that serves what it is given and goes wrong where it is told to. */
export class Loopback {
	/** Every request so far. */
	readonly asked: Asked[] = [];
	/** What goes wrong with the n-th request from now on, from 0. */
	faults = new Map<number, Fault>();
	/** Called before a request is answered, with its number from 1. */
	onRequest: (number: number, asked: Asked) => void | Promise<void> = () => {};
	/** What its clock shows more than ours, in ms. */
	skewMs = 0;
	#server: Server;
	#number = 0;

	private constructor(private readonly serve: (asked: Asked) => Answer) {
		this.#server = createServer((request, response) => {
			void this.#handle(request, response);
		});
	}

	static async start(serve: (asked: Asked) => Answer): Promise<Loopback> {
		const server = new Loopback(serve);
		await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
		return server;
	}

	get url(): string {
		const address = this.#server.address();
		if (typeof address !== 'object' || address === null) throw new Error('the server is not listening');
		return `http://127.0.0.1:${address.port}`;
	}

	/** How often a path, or one that begins so, was asked for. */
	count(path: string): number {
		return this.asked.filter((asked) => asked.path.startsWith(path)).length;
	}

	/** Says what goes wrong with the next requests, in order; null: nothing. */
	fail(...faults: readonly (Fault | null)[]): void {
		this.faults = new Map();
		for (const [index, fault] of faults.entries())
			if (fault !== null) this.faults.set(this.#number + index, fault);
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://loopback');
		let body = '';
		for await (const piece of request) body += String(piece);
		const asked: Asked = {
			method: request.method ?? 'GET',
			path: url.pathname,
			query: url.searchParams,
			headers: request.headers,
			body,
		};
		this.asked.push(asked);
		const fault = this.faults.get(this.#number++);
		await this.onRequest(this.#number, asked);
		if (fault === 'silence') return;
		if (fault === 'cut') {
			response.destroy();
			return;
		}
		const {
			status = 200,
			headers = {},
			body: answer,
		} = typeof fault === 'object' ? fault : this.serve(asked);
		const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
		response.writeHead(status, {
			'content-type': 'application/json',
			date: new Date(Date.now() + this.skewMs).toUTCString(),
			...headers,
		});
		response.end(fault === 'half' ? text.slice(0, Math.ceil(text.length / 2)) : text);
	}
}
