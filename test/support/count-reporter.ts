import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with its count, `N passed, N failed`, alone on a line; a file that could not be run has failed. */
export class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		let passed = 0;
		let failed = 0;
		for (const module of modules) {
			if (module.errors().length > 0) failed++;
			for (const test of module.children.allTests()) {
				const { state } = test.result();
				if (state === 'passed') passed++;
				else if (state === 'failed') failed++;
			}
		}
		console.log(`\n${passed} passed, ${failed} failed`);
	}
}
