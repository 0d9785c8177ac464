import { execFileSync } from 'node:child_process';

/** Builds `dist/` before the first test, so that the end-to-end tests run the program as it ships. */
export function setup(): void {
	execFileSync(process.execPath, ['build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
