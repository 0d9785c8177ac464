import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// The tests in test/e2e start the built program: build it once, before any of them.
		globalSetup: [
			'test/support/temporary-folder.ts',
			'test/support/build-once.ts',
			'test/support/postgres-setup.ts',
		],
		reporters: ['default', new CountReporter()],
		// The programs under test wait more than they work: four at a time, on however few cores.
		maxWorkers: 4,
		// Files share a process and what it has loaded, one after the other: loading anew took as long as the tests.
		isolate: false,
		env: { TZ: 'UTC' },
		// What is waited for comes when the machine has time for it: a second is not much of four busy programs. Each wait
		// ends by itself and says for what it was; a test has time for some of them.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		expect: { poll: { timeout: 20_000 } },
	},
});
