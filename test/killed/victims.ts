/** Programs that are killed: life itself, and commands at work on a store. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../bundle.mjs';
import type { Task } from './victim.ts';

export interface End {
	readonly how: 'ended' | 'killed' | 'failed';
	/** From when it began, ms. */
	readonly tookMs: number;
	/** On standard error. */
	readonly said: string;
}

export class Victims {
	/** @param folder to bundle them into */
	constructor(private readonly folder: string) {}

	async prepare(): Promise<void> {
		await bundle({ victim: fileURLToPath(new URL('victim.ts', import.meta.url)) }, this.folder);
	}

	/** Lets one come to its end. @throws where it fails, with what it said */
	async whole(task: Task): Promise<End> {
		const end = await this.run(task, null);
		if (end.how !== 'ended') throw new Error(`${JSON.stringify(task)} ${end.how}: ${end.said}`);
		return end;
	}

	/** @param killedAfterMs from when it begins; null: it is not killed */
	run(task: Task, killedAfterMs: number | null): Promise<End> {
		const victim = spawn(process.execPath, [join(this.folder, 'victim.js'), JSON.stringify(task)], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let said = '';
		victim.stderr.setEncoding('utf8').on('data', (text: string) => {
			said += text;
		});
		let beganAt: number | null = null;
		let timer: NodeJS.Timeout | null = null;
		victim.stdout.on('data', () => {
			if (beganAt !== null) return;
			beganAt = performance.now();
			if (killedAfterMs !== null) timer = setTimeout(() => victim.kill('SIGKILL'), killedAfterMs);
		});
		return new Promise((resolve, reject) => {
			victim.on('error', reject);
			victim.on('close', (code, signal) => {
				if (timer) clearTimeout(timer);
				const how = signal === 'SIGKILL' ? 'killed' : code === 0 ? 'ended' : 'failed';
				resolve({ how, tookMs: performance.now() - (beganAt ?? performance.now()), said });
			});
		});
	}
}
