import { describe, expect, it } from 'vitest';
import { deliveryFindings, type Machine, setupFindings } from '../../source/alerts/findings.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { at } from '../support/desk.ts';

const TEXT = `version: 1
levels: { gold: { targets: { first_answer: 1h } } }
notify:
  bell: { bell: true }
  duty: { webhook: "https://hooks.example.com/x", secret_env: HOOK_SECRET }
  chat: { webhook_env: CHAT_URL, template: slack }
  pager: { command: [page] }
reports:
  weekly: { cron: "0 8 * * 1", period: last_week, folder: /srv/reports }
`;

async function agreement() {
	const { agreement: read, problems } = await parseAgreement(TEXT, () => Promise.reject());
	if (!read) throw new Error(JSON.stringify(problems));
	return read;
}

const MACHINE: Machine = { env: {}, hasProgram: () => false, canWrite: () => false };

describe('what is found without sending anything', () => {
	it('is what is not set and what is missing, with its line', async () => {
		expect(setupFindings(await agreement(), MACHINE)).toEqual([
			{ about: 'notify.duty', line: 5, problem: 'HOOK_SECRET is not set here' },
			{ about: 'notify.chat', line: 6, problem: 'CHAT_URL is not set here' },
			{ about: 'notify.pager', line: 7, problem: 'there is no program page here' },
			{
				about: 'reports.weekly',
				line: 9,
				problem: 'there is no folder /srv/reports here that can be written to',
			},
		]);
	});

	it('is nothing where all is there', async () => {
		const env = { HOOK_SECRET: 'x', CHAT_URL: 'https://chat.example.com' };
		expect(setupFindings(await agreement(), { env, hasProgram: () => true, canWrite: () => true })).toEqual(
			[],
		);
	});
});

describe('what trying has shown', () => {
	it('is whose messages do not go, since when, and how many wait', async () => {
		const well = { failures: 0, failingSince: null, nextTryAt: null, problem: null, gaveUp: 0 };
		const failing = {
			failures: 3,
			failingSince: Date.parse(at('12:00')),
			nextTryAt: Date.parse(at('12:01')),
			problem: '500 no',
			gaveUp: 1,
		};
		const progress = {
			recipients: [
				{ recipient: 'bell', ...well },
				{ recipient: 'duty', ...failing },
			],
			waiting: new Map([['duty', 2]]),
			runs: [{ report: 'weekly', doneAt: 0, madeAt: null, said: null, ...failing }],
		};
		expect(deliveryFindings(await agreement(), progress)).toEqual([
			{
				about: 'notify.duty',
				line: 5,
				problem:
					'webhook hooks.example.com fails since 2026-11-24T12:00:00Z (3 in a row): 500 no; 2 wait; tried again at 2026-11-24T12:01:00Z; 1 given up',
			},
			{
				about: 'reports.weekly',
				line: 9,
				problem:
					'folder /srv/reports fails since 2026-11-24T12:00:00Z (3 in a row): 500 no; tried again at 2026-11-24T12:01:00Z',
			},
		]);
	});
});
