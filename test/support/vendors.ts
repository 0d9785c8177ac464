import { FreshdeskStoryDesk } from './freshdesk-desk.ts';
import { JiraStoryDesk } from './jira-desk.ts';
import { LiveAgentDesk } from './liveagent-desk.ts';
import type { Loopback } from './loopback.ts';
import type { StoryDesk } from './story-desk.ts';
import { ZammadStoryDesk } from './zammad-desk.ts';
import { zendeskAfternoon, zendeskMorning } from './zendesk-day.ts';
import { ZendeskDesk } from './zendesk-desk.ts';

/** The day of the stories; an old ticket is of June. */
const at = (time: string): string => `2026-11-24T${time}:00Z`;
const IN_JUNE = '2026-06-01T08:00:00Z';

/** A help desk with a day's work in it, whichever vendor's it is. */
export interface VendorDesk {
	readonly kind: string;
	readonly server: Loopback;
	readonly key: string;
	readonly user?: string | undefined;
	mangle: (rows: Record<string, unknown>[], path: string) => unknown[];
	/** What a reader should have understood. */
	truth(): string[];
	close(): Promise<void>;
}

export interface Vendor {
	readonly name: string;
	readonly open: () => Promise<VendorDesk>;
	/** An open ticket from long ago, and what happens until noon. */
	readonly morning: (desk: VendorDesk) => void;
	readonly afternoon: (desk: VendorDesk) => void;
	/** What the server says of a wrong key. */
	readonly refusal: string;
	/** A row of a ticket as it is listed, with a time that is none; other rows as they are. */
	readonly spoil: (row: Record<string, unknown>) => Record<string, unknown>;
}

/** Each vendor's part is only ever given its own desk. */
function own<D extends VendorDesk>(
	name: string,
	open: () => Promise<D>,
	parts: {
		readonly isDesk: (desk: VendorDesk) => desk is D;
		readonly morning: (desk: D) => void;
		readonly afternoon: (desk: D) => void;
		readonly refusal: string;
		readonly spoil: Vendor['spoil'];
	},
): Vendor {
	const on = (act: (desk: D) => void) => (desk: VendorDesk) => {
		if (!parts.isDesk(desk)) throw new Error(`not a desk of ${name}`);
		act(desk);
	};
	const { refusal, spoil } = parts;
	return { name, open, morning: on(parts.morning), afternoon: on(parts.afternoon), refusal, spoil };
}

const story = (
	name: string,
	open: () => Promise<StoryDesk>,
	parts: { readonly refusal: string; readonly spoil: Vendor['spoil']; readonly closed?: string },
): Vendor =>
	own<StoryDesk>(name, open, {
		...parts,
		isDesk: (desk): desk is StoryDesk => 'tickets' in desk,
		morning(desk) {
			desk.create(9, IN_JUNE);
			desk.write(9, '2026-06-02T08:00:00Z', 'agent');
			desk.create(1, at('08:00'), { department: 'Billing' });
			desk.set(1, at('08:20'), { agent: 'Ana Kos' });
			desk.write(1, at('08:21'), 'agent', false);
			desk.write(1, at('08:30'), 'agent');
			desk.write(1, at('09:10'), 'customer');
			desk.create(2, at('08:05'));
			desk.write(2, at('08:50'), 'agent');
			desk.set(2, at('08:55'), { status: 'closed' });
			desk.create(3, at('08:10'), { byAgent: true });
			desk.create(4, at('08:15'));
		},
		afternoon(desk) {
			desk.set(1, at('13:00'), { status: 'on_hold' });
			desk.write(2, at('14:00'), 'customer');
			desk.set(2, at('14:00'), { status: 'open' });
			desk.write(4, at('14:30'), 'agent');
			desk.create(5, at('15:00'));
		},
	});

export const VENDORS: readonly Vendor[] = [
	own('LiveAgent', async () => Object.assign(await LiveAgentDesk.open(), { kind: 'liveagent' }), {
		isDesk: (desk): desk is LiveAgentDesk & { kind: string } => desk instanceof LiveAgentDesk,
		refusal: 'Invalid API key [key]',
		spoil: (row) => (row.code === 'DDD-4' ? { ...row, date_changed: 'soon' } : row),
		morning(desk) {
			desk.historyPage = 9;
			desk.create('OLD-9', IN_JUNE);
			desk.reply('OLD-9', '2026-06-02T08:00:00Z', 'a1');
			desk.create('AAA-1', at('08:00'), { department: 'bill' });
			desk.reply('AAA-1', at('08:30'), 'a1');
			desk.move('AAA-1', at('09:10'), { status: 'C' });
			desk.reply('AAA-1', at('09:40'), 'a2');
			desk.create('BBB-2', at('08:05'));
			desk.reply('BBB-2', at('08:50'), 'a1', 'R');
			desk.create('CCC-3', at('08:10'), { byAgent: 'a2' });
			desk.create('DDD-4', at('08:15'));
		},
		afternoon(desk) {
			desk.move('AAA-1', at('13:00'), { status: 'R' });
			desk.move('BBB-2', at('14:00'), { status: 'C', department: 'default' });
			desk.move('DDD-4', at('14:30'), { status: 'X' });
			desk.create('EEE-5', at('15:00'));
		},
	}),
	own('Zendesk', async () => Object.assign(await ZendeskDesk.open(), { kind: 'zendesk' }), {
		isDesk: (desk): desk is ZendeskDesk & { kind: string } => desk instanceof ZendeskDesk,
		refusal: "Couldn't authenticate you",
		spoil: (row) => (row.id === 4 ? { ...row, updated_at: 'soon' } : row),
		morning(desk) {
			desk.page = 3;
			desk.create(9, IN_JUNE);
			zendeskMorning(desk);
		},
		afternoon: zendeskAfternoon,
	}),
	story('Zammad', ZammadStoryDesk.open, {
		refusal: 'Invalid token Token token=[key]',
		spoil: (row) => (row.number === '22004' ? { ...row, updated_at: 'soon' } : row),
	}),
	story('Freshdesk', FreshdeskStoryDesk.open, {
		refusal: 'You have to be logged in.',
		spoil: (row) => (row.id === 4 ? { ...row, updated_at: 'soon' } : row),
	}),
	story('Jira Service Management', JiraStoryDesk.open, {
		refusal: 'You are not authenticated.',
		spoil: (row) => (row.key === 'SUP-4' ? { ...row, fields: { summary: 'About 4' } } : row),
	}),
];
