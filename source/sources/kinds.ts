/** The help desks that can be read, as data: what each is called, what it needs, and the connector that reads it. */
import type { Access, Connector } from './vendors/connector.ts';

export interface Kind {
	readonly name: string;
	readonly title: string;
	/** What its URL looks like. */
	readonly url: string;
	/** What `--user` is there; null: its key is enough. */
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
];

export const kindOf = (name: string): Kind | undefined => KINDS.find((kind) => kind.name === name);
