/** How a webhook's message is made up: as it is, or for the programs that people talk in. */
import type { TemplateName } from '../sla/recipient.ts';
import type { Message, Severity } from './message.ts';

const OPEN = 'Open the ticket';

/** As many lines as fit into so many characters, and how many more there are. */
function fitting(lines: readonly string[], mostChars: number): string[] {
	let chars = 0;
	const end = lines.findIndex((line) => {
		chars += line.length + 2;
		return chars > mostChars;
	});
	return end < 0 ? [...lines] : [...lines.slice(0, end), `… and ${lines.length - end} more`];
}

const SLACK_SIGNS: Readonly<Record<Severity, string>> = {
	error: ':red_circle:',
	warning: ':large_orange_circle:',
	notice: ':information_source:',
};
/** A section takes 3,000 characters. */
const SLACK_CHARS = 2_800;

/** https://docs.slack.dev/messaging/formatting-message-text: three characters are escaped, and no others. */
const slackText = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function slack({ text, lines, url, severity }: Message): unknown {
	const section = (markdown: string): unknown => ({
		type: 'section',
		text: { type: 'mrkdwn', text: markdown },
	});
	const head = `${SLACK_SIGNS[severity]} ${slackText(text)}`;
	const button = { type: 'button', text: { type: 'plain_text', text: OPEN }, url };
	return {
		text: head,
		blocks: [
			section(head),
			...(lines.length > 0 ? [section(fitting(lines.map(slackText), SLACK_CHARS).join('\n'))] : []),
			...(url === null ? [] : [{ type: 'actions', elements: [button] }]),
		],
	};
}

const TEAMS_COLORS: Readonly<Record<Severity, string>> = {
	error: 'Attention',
	warning: 'Warning',
	notice: 'Default',
};
/** A whole message may have 28 KB. */
const TEAMS_CHARS = 10_000;

/** A card's text is a small Markdown. */
const teamsText = (text: string): string => text.replaceAll(/[\\`*_[\]()#<>|~-]/g, (sign) => `\\${sign}`);

/** An Adaptive Card, as Teams' workflows take it. */
function teams({ text, lines, url, severity }: Message): unknown {
	const block = (markdown: string): object => ({ type: 'TextBlock', text: markdown, wrap: true });
	const content = {
		$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
		type: 'AdaptiveCard',
		version: '1.4',
		body: [
			{ ...block(teamsText(text)), weight: 'Bolder', color: TEAMS_COLORS[severity] },
			...(lines.length > 0 ? [block(fitting(lines.map(teamsText), TEAMS_CHARS).join('\n\n'))] : []),
		],
		actions: url === null ? [] : [{ type: 'Action.OpenUrl', title: OPEN, url }],
	};
	return {
		type: 'message',
		attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
	};
}

const TEMPLATES: Readonly<Record<TemplateName, (message: Message) => unknown>> = {
	json: ({ body }) => body,
	slack,
	teams,
};

/** A message as a receiver takes it, as JSON. */
export const madeUp = (message: Message, template: TemplateName): string =>
	JSON.stringify(TEMPLATES[template](message));
