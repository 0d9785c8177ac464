/** `GET /metrics` of `slatop serve`. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Now } from '../engine/clock.ts';
import { problem, type Route } from '../sources/webhook/server.ts';
import type { Store } from '../store/port.ts';
import { isLoopback } from './listen.ts';
import { metricsLines } from './metrics.ts';

const VARIABLE = 'SLATOP_METRICS_TOKEN';

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The host that a request names, without its port. */
const hostOf = (header = ''): string => header.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

/**
 * Metrics name departments. Without a token they are for this machine alone: for requests that come from it, and
 * that know it by a name of its own, as those of a foreign web page in its browser do not.
 */
export function metricsRoute(store: Store, now: Now, env: NodeJS.ProcessEnv): Route {
	const token = env[VARIABLE] ?? '';
	return {
		async get({ headers, address }) {
			if (token !== '') {
				const given = headers.authorization ?? '';
				if (!timingSafeEqual(hash(given), hash(`Bearer ${token}`))) {
					return problem(401, 'metrics need the bearer token', { 'www-authenticate': 'Bearer' });
				}
			} else if (!isLoopback(address) || !isLoopback(hostOf(headers.host))) {
				return problem(403, `metrics are for this machine alone, unless ${VARIABLE} is set`);
			}
			return {
				status: 200,
				body: `${(await metricsLines(store, now())).join('\n')}\n`,
				headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
			};
		},
	};
}
