/** Posts a message to a web address: JSON, signed where there is a secret. */
import { hostOf, type Webhook } from '../../sla/recipient.ts';
import { cleanText } from '../../text/clean.ts';
import { connectionWords } from '../../text/connection.ts';
import { quotesOf, redact } from '../../text/redact.ts';
import { retryAfterMs } from '../../text/retry-after.ts';
import { type Channel, delivered, failed, type Outcome, type Surroundings } from '../channel.ts';
import type { Message } from '../message.ts';
import { slatopSignature } from '../signature.ts';
import { madeUp } from '../templates.ts';

/** As much of an answer as is kept. */
const MOST_ANSWER_CHARS = 200;
/** As much as is read of it: what is cut off within a secret could not be recognized as one. */
const MOST_READ_CHARS = 4_000;
/** The answer's status is known: its words are worth no more waiting than this. */
const WORDS_MS = 1_000;

/**
 * The beginning of an answer, without reading all that somebody may send. A body that stays open or breaks off is
 * as long as what came of it: the status alone says whether the message was taken.
 */
async function beginning({ body }: Response): Promise<string> {
	const reader = body?.getReader();
	if (!reader) return '';
	const decoder = new TextDecoder();
	let text = '';
	const leave = (): void => void reader.cancel().catch(() => {});
	const late = setTimeout(leave, WORDS_MS);
	try {
		while (text.length < MOST_READ_CHARS) {
			const { done, value } = await reader.read();
			if (done) break;
			text += decoder.decode(value, { stream: true });
		}
	} catch {
		// It broke off.
	}
	clearTimeout(late);
	leave();
	return text;
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

export function openWebhook(webhook: Webhook, { env }: Pick<Surroundings, 'env'>): Channel {
	const { urlEnv, secretEnv, allowHttp, template } = webhook;
	const url = webhook.url ?? (urlEnv === null ? undefined : env[urlEnv]);
	const secret = secretEnv === null ? null : env[secretEnv];

	async function post(
		address: string,
		message: Message,
		signal: AbortSignal,
		safely: (text: string) => string,
	): Promise<Outcome> {
		const body = madeUp(message, template);
		const realAt = Date.now();
		const headers: Record<string, string> = {
			'content-type': 'application/json',
			'user-agent': 'slatop',
			'x-slatop-id': message.id,
			...(secret ? { 'x-slatop-signature': slatopSignature(body, secret, realAt) } : {}),
		};
		// A redirect is not followed: it could lead to where the agreement does not.
		const answer = await fetch(address, { method: 'POST', headers, body, redirect: 'manual', signal });
		const { ok, status, statusText } = answer;
		const words = safely(`${statusText} ${await beginning(answer)}`);
		const said = `${status} ${words.slice(0, MOST_ANSWER_CHARS)}`.trim();
		if (ok) return delivered(said);
		return failed(
			isRedirect(status) ? `${said} (redirects are not followed)` : said,
			retryAfterMs(answer.headers.get('retry-after'), realAt),
		);
	}

	return {
		async deliver(message, signal) {
			if (url === undefined || url === '') return failed(`${urlEnv} is not set`);
			if (secret === undefined || secret === '') return failed(`${secretEnv} is not set`);
			// An address of the agreement was checked with it; one of the environment is checked here.
			if (webhook.url === null && !allowHttp && !/^https:/i.test(url)) {
				return failed(`${urlEnv} holds no https address`);
			}
			// Servers quote what they were sent.
			const secrets = [...quotesOf(url), ...(secret === null ? [] : [secret])];
			const safely = (text: string): string => cleanText(redact(text, secrets)).trim();
			try {
				return await post(url, message, signal, safely);
			} catch (error) {
				const reason = signal.aborted ? 'no answer in time' : connectionWords(error);
				return failed(`${hostOf(url)}: ${safely(reason)}`);
			}
		},
	};
}
