/**
 * One folder for all that the tests of a run put into the temporary folder, they and the programs that they start: what
 * a test that was broken off has left goes with it, and what a run that was killed has left, with the next run.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../source/text/message.ts';

const NAME = /^slatop-tests-(\d+)-/;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) !== 'ESRCH';
	}
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

export function setup(): () => void {
	const all = tmpdir();
	for (const name of readdirSync(all)) {
		const pid = NAME.exec(name)?.[1];
		if (pid !== undefined && !isAlive(Number(pid))) remove(join(all, name));
	}
	const folder = mkdtempSync(join(all, `slatop-tests-${process.pid}-`));
	// PostgreSQL's server runs as somebody else, in a folder of its own in it.
	chmodSync(folder, 0o711);
	process.env.TMPDIR = folder;
	return () => {
		process.env.TMPDIR = all;
		remove(folder);
	};
}
