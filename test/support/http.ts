import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { slatopSignature } from '../../source/alerts/signature.ts';

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly text: string;
	readonly json: unknown;
}

export interface Question {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
}

/** Asks over a connection of its own. */
export function ask(url: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const asked = request(url, { method, headers, agent: false }, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (piece: string) => {
				text += piece;
			});
			response.on('error', reject);
			response.on('end', () => {
				let json: unknown;
				try {
					json = JSON.parse(text);
				} catch {
					json = undefined;
				}
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
			});
		});
		asked.on('error', reject);
		asked.end(body);
	});
}

/** Posts a body, signed as it should be. */
export const post = (
	url: string,
	body: string | Buffer,
	key: string,
	signedAt = Date.now(),
): Promise<Answer> =>
	ask(url, { method: 'POST', body, headers: { 'x-slatop-signature': slatopSignature(body, key, signedAt) } });

/** A bare connection, for senders that do not speak as they should; `ended` gives all that came back. */
export function rawConnection(port: number): { socket: Socket; ended: Promise<string> } {
	const socket = connect(port, '127.0.0.1');
	let text = '';
	socket.setEncoding('utf8').on('data', (piece: string) => {
		text += piece;
	});
	socket.on('error', () => {});
	return { socket, ended: new Promise((resolve) => socket.on('close', () => resolve(text))) };
}
