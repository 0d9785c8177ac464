/** A calendar that cannot be used as it is written; the message is meant for the person who wrote it. */
export class CalendarError extends Error {
	override readonly name = 'CalendarError';
}
