/** The help desks that can be read, as data: what each is called, what it needs, and the connector that reads it. */
import type { Access, Connector } from './vendors/connector.ts';

export interface Kind {
	readonly name: string;
	readonly title: string;
	/** What its URL looks like. */
	readonly url: string;
	/** What `--user` is there, where it must be given; null: its key is enough. */
	readonly user: string | null;
	/** Its tickets have plain numbers for references, as those of others have. */
	readonly isNumbered: boolean;
	readonly open: (access: Access) => Promise<Connector>;
}

export const KINDS: readonly Kind[] = [
	{
		name: 'liveagent',
		title: 'LiveAgent',
		url: 'https://ACCOUNT.ladesk.com',
		user: null,
		isNumbered: false,
		open: async (access) => new (await import('./vendors/liveagent/connector.ts')).LiveAgentConnector(access),
	},
	{
		name: 'zendesk',
		title: 'Zendesk',
		url: 'https://ACCOUNT.zendesk.com',
		// With an e-mail address the key is an API token, without one an OAuth token.
		user: null,
		isNumbered: true,
		open: async (access) => new (await import('./vendors/zendesk/connector.ts')).ZendeskConnector(access),
	},
];

export const kindOf = (name: string): Kind | undefined => KINDS.find((kind) => kind.name === name);
