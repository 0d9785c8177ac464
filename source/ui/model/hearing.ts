/** What the people at this screen are to hear: messages that went to dashboards, and whether others' go at all. */
import type { AlertRow, AlertView, Trouble } from '../../store/port-alerts.ts';
import { WORDS } from '../words.ts';

export interface HearingOptions {
	readonly alerts: () => Promise<AlertView>;
	/** Makes messages heard: all of them by one ring, or one notification. */
	readonly announce: (messages: readonly HeardMessage[]) => void;
	/** Says on the screen what it was for: a ring without a word would leave everybody guessing. */
	readonly say: (text: string) => void;
	/** Messages up to this one have been made heard here: whoever writes to the store may note it. */
	readonly onHeard: (id: number) => void;
}

/** A message for this screen, and the kind of channel that it came by. */
export interface HeardMessage {
	readonly text: string;
	readonly channel: string;
}

/** The last of some messages, and how many were before it. */
function wordsOf(messages: readonly HeardMessage[], last: HeardMessage): string {
	const more = messages.length - 1;
	return more > 0 ? `${last.text} ${WORDS.alerts.moreBefore(more)}` : last.text;
}

export class Hearing {
	/** What does not go, the longest failing first. */
	troubles: readonly Trouble[] = [];
	/** The last message that was made heard here; null before the first look. */
	private heardId: number | null = null;

	/** @param options null: nobody is told of anything here */
	constructor(private readonly options: HearingOptions | null) {}

	/** Looks what is new. What came while no screen was open is heard at the first that opens. */
	async read(): Promise<void> {
		if (!this.options) return;
		const alerts = await this.options.alerts();
		this.troubles = await alerts.troubles();
		this.heardId ??= await alerts.heard();
		const messages = await alerts.forScreens(this.heardId);
		const last = messages.at(-1);
		if (!last) return;
		this.heardId = last.id;
		this.options.say(wordsOf(messages, last));
		this.options.announce(messages);
		this.options.onHeard(last.id);
	}

	/** What somebody was told of a ticket, or is to be. */
	async of(ticket: string): Promise<readonly AlertRow[]> {
		return this.options ? (await this.options.alerts()).of(ticket) : [];
	}
}
