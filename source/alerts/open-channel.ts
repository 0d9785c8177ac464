/** A recipient's channel, opened. */
import type { Channel as ChannelOf } from '../sla/recipient.ts';
import { type Channel, delivered, type Surroundings } from './channel.ts';
import { openCommand } from './channels/command.ts';
import { openStderr } from './channels/stderr.ts';
import { openSyslog } from './channels/syslog.ts';
import { openWebhook } from './channels/webhook.ts';

/** Dashboards make heard what the store says has gone to them: each that is open, or the next that opens. */
const ON_SCREENS: Channel = { deliver: async () => delivered('handed to the dashboards') };
const REHEARSED: Channel = { deliver: async () => delivered('not sent: the floor is simulated') };

export function openChannel(channel: ChannelOf, surroundings: Surroundings): Channel {
	if (surroundings.isRehearsal) return REHEARSED;
	switch (channel.kind) {
		case 'bell':
		case 'terminal':
			return ON_SCREENS;
		case 'webhook':
			return openWebhook(channel, surroundings);
		case 'command':
			return openCommand(channel, surroundings);
		case 'stderr':
			return openStderr(surroundings);
		case 'syslog':
			return openSyslog(channel);
		default:
			return channel satisfies never;
	}
}
