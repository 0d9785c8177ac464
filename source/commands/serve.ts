/** `slatop serve`: takes events that other programs post, and tells health and metrics. */
import { type Now, nowOf } from '../engine/clock.ts';
import { readBody } from '../sources/webhook/body.ts';
import { LIMITS, Receiver, type Reply, type Route } from '../sources/webhook/server.ts';
import { type Secret, SLATOP } from '../sources/webhook/signature.ts';
import type { Store } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { codeOf, messageOf } from '../text/message.ts';
import { type Context, clockFlags, EXIT_OK, numberFlag, storePath, textFlag, UsageError } from './context.ts';
import { hookRoute } from './hook-route.ts';
import { DURABLE, Intake } from './intake.ts';
import { DEFAULT_LISTEN, isLoopback, type Place, parseListen } from './listen.ts';
import { metricsRoute } from './metrics-route.ts';
import { openStoreAt } from './open.ts';
import { senderSecrets } from './sender-secrets.ts';
import { Spoken } from './spoken.ts';
import { stopAsked } from './stop-asked.ts';

/** Refusals that a reply names; a sender of thousands of bad lines has one fault, not thousands. */
const MOST_TOLD = 100;

function eventsRoute(intake: Intake, secrets: readonly Secret[], now: Now, spoken: Spoken): Route {
	return {
		post: {
			headers: [SLATOP.header],
			async handle({ headers, body, address }) {
				const verdict = SLATOP.verify(headers, body, secrets, Date.now());
				if ('refused' in verdict) {
					spoken.seldom('refused', `refused a post from ${address}: ${verdict.refused}`);
					return { status: 401, body: { error: verdict.refused } };
				}
				const read = await readBody(body, now());
				const { taken, known, refusals } = await intake.take(verdict.sender, read);
				const counts = {
					read: read.events.length + read.refusals.length,
					taken,
					known,
					refused: refusals.length,
				};
				const told = refusals
					.slice(0, MOST_TOLD)
					.map(({ line, reason }) => ({ line, reason: cleanText(reason) }));
				return {
					status: taken + known === 0 && told.length > 0 ? 422 : 200,
					body: { ...counts, refusals: told },
				};
			},
		},
	};
}

const healthRoute = (store: Store): Route => ({
	async get(): Promise<Reply> {
		const { backlog } = await store.status();
		const engine = (await store.leader(Date.now())) === null ? 'none' : 'running';
		return { status: 200, body: { status: 'ok', engine, backlog } };
	},
});

/** Starts to listen, in words where it cannot. */
async function listen(receiver: Receiver, { host, port }: Place): Promise<string> {
	try {
		const { address, port: given, family } = await receiver.start();
		return `http://${family === 'IPv6' ? `[${address}]` : address}:${given}`;
	} catch (error) {
		const why =
			codeOf(error) === 'EADDRINUSE'
				? 'another program listens there'
				: error instanceof Error
					? error.message
					: '';
		throw new UsageError(`cannot listen on ${host}:${port}: ${why}`);
	}
}

export async function run(context: Context): Promise<number> {
	const place = parseListen(textFlag(context.flags, 'listen') ?? DEFAULT_LISTEN);
	const perSecond = numberFlag(context.flags, 'rate', 1, 100_000) ?? LIMITS.perSecond;
	const now = nowOf(clockFlags(context.flags));
	const secrets = await senderSecrets(context);
	const store = await openStoreAt(storePath(context), DURABLE);
	const spoken = new Spoken();
	const routes = new Map([
		['/events', eventsRoute(new Intake(store), secrets, now, spoken)],
		['/healthz', healthRoute(store)],
		['/metrics', metricsRoute(store, now, context.env)],
	]);
	const receiver = new Receiver({
		...place,
		limits: { perSecond },
		route: (path) => routes.get(path) ?? hookRoute(path, store, secrets, context.env, spoken),
		onRefused: (why, words) => spoken.seldom(`turned away: ${why}`, `turned away ${words}`),
		onError: (error) => spoken.seldom('failed', `cannot take events: ${messageOf(error)}`),
	});
	const asked = stopAsked();
	try {
		const url = await listen(receiver, place);
		if (!isLoopback(place.host)) {
			spoken.say(
				`warning: other machines can reach ${place.host}, and what they send is not encrypted: put a proxy with TLS in front`,
			);
		}
		spoken.say(`listens on ${url}`);
		await asked;
		await receiver.stop();
	} finally {
		await store.close();
	}
	spoken.say('stopped');
	return EXIT_OK;
}
