/** Where a server listens. */
import { UsageError } from './context.ts';

export const DEFAULT_LISTEN = '127.0.0.1:8787';

const FORM = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:[\]]+)):(?<port>\d{1,5})$/;

export interface Place {
	readonly host: string;
	readonly port: number;
}

/** @throws {UsageError} where it is not HOST:PORT */
export function parseListen(text: string): Place {
	const { v6, host = v6, port } = FORM.exec(text)?.groups ?? {};
	if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
	throw new UsageError(
		`--listen takes HOST:PORT, like ${DEFAULT_LISTEN} or [::1]:8787, not ${JSON.stringify(text)}`,
	);
}

/** Whether only this machine reaches an address. */
export const isLoopback = (host: string): boolean =>
	host === 'localhost' || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host);
