/** Runs a program, with the message as JSON on its standard input. No shell reads any of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Channel as ChannelOf } from '../../sla/recipient.ts';
import { cleanText } from '../../text/clean.ts';
import { codeOf, messageOf } from '../../text/message.ts';
import { redact } from '../../text/redact.ts';
import { type Channel, delivered, failed, type Outcome, type Surroundings } from '../channel.ts';

/** What every program may know of its surroundings; the rest may be secrets of others. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'];
/** As much of what it prints as is kept, to say what went wrong. */
const MOST_OUTPUT_CHARS = 200;
/** From the request to end to the end. */
const GRACE_MS = 1_000;
const LAST_WORDS_MS = 200;

function environmentOf(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
	return Object.fromEntries(
		[...PASSED_ON, ...names].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
	);
}

/** Ends a program and what it has started, all of which are one group. */
function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch {
		// It has ended meanwhile.
	}
}

export function openCommand(
	{ program, args, env: names }: ChannelOf & { readonly kind: 'command' },
	{ env }: Surroundings,
): Channel {
	const secrets = names.flatMap((name) => env[name] ?? []);

	return {
		deliver(message, signal) {
			return new Promise<Outcome>((resolve) => {
				const child = spawn(program, args, {
					shell: false,
					detached: true,
					env: environmentOf(env, names),
					stdio: ['pipe', 'ignore', 'pipe'],
				});
				let output = '';
				let killing: NodeJS.Timeout | undefined;
				const stop = (): void => {
					end(child, 'SIGTERM');
					killing = setTimeout(() => end(child, 'SIGKILL'), GRACE_MS);
				};
				const settle = (outcome: Outcome): void => {
					signal.removeEventListener('abort', stop);
					clearTimeout(killing);
					// Whoever of its group does not heed the request is ended, too.
					if (signal.aborted) end(child, 'SIGKILL');
					child.stderr?.destroy();
					resolve({ ...outcome, said: cleanText(redact(outcome.said, secrets)).trim() });
				};
				signal.addEventListener('abort', stop, { once: true });
				if (signal.aborted) stop();
				child.stderr?.setEncoding('utf8').on('data', (text: string) => {
					if (output.length < MOST_OUTPUT_CHARS) output += text;
				});
				// One that does not read its input is free not to.
				child.stdin?.on('error', () => {});
				child.stdin?.end(`${JSON.stringify(message.body)}\n`);
				child.on('error', (error) => {
					const isMissing = codeOf(error) === 'ENOENT';
					settle(failed(`${program}: ${isMissing ? 'there is no such program' : messageOf(error)}`));
				});
				child.on('exit', (code, killedBy) => {
					const ended = (): void => {
						clearTimeout(lastWords);
						child.off('close', ended);
						const words = output.slice(0, MOST_OUTPUT_CHARS).trim();
						const about = words === '' ? '' : `: ${words}`;
						if (code === 0) settle(delivered('exit 0'));
						else if (signal.aborted) settle(failed(`${program} took too long and was ended${about}`));
						else settle(failed(`${program} ended with ${killedBy ?? `exit ${code}`}${about}`));
					};
					// What it said last may still be on its way; what it has left behind may never end.
					child.once('close', ended);
					const lastWords = setTimeout(ended, LAST_WORDS_MS);
				});
			});
		},
	};
}
