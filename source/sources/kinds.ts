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
	{
		name: 'zammad',
		title: 'Zammad',
		url: 'https://support.example.com',
		user: null,
		isNumbered: true,
		open: async (access) => (await import('./vendors/zammad/connector.ts')).zammadConnector(access),
	},
	{
		name: 'freshdesk',
		title: 'Freshdesk',
		url: 'https://ACCOUNT.freshdesk.com',
		user: null,
		isNumbered: true,
		open: async (access) => (await import('./vendors/freshdesk/connector.ts')).freshdeskConnector(access),
	},
	{
		name: 'jira',
		title: 'Jira Service Management',
		url: 'https://SITE.atlassian.net',
		user: 'EMAIL',
		isNumbered: false,
		open: async (access) => (await import('./vendors/jira/connector.ts')).jiraConnector(access),
	},
];

export const kindOf = (name: string): Kind | undefined => KINDS.find((kind) => kind.name === name);
