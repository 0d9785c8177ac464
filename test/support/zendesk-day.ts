/** A day of a Zendesk desk, every way that a ticket goes. */
import type { ZendeskDesk } from './zendesk-desk.ts';

const at = (time: string): string => `2026-11-24T${time}:00Z`;
export const [ANA, BOR, JANE] = [11, 12, 90];

export function zendeskMorning(desk: ZendeskDesk): void {
	desk.create(1, at('08:00'), { group: 6 });
	desk.update(1, at('08:20'), ANA, { assignee: ANA, status: 'open', comment: 'private' });
	desk.update(1, at('08:30'), ANA, { status: 'pending', comment: 'public' });
	desk.update(1, at('09:10'), JANE, { status: 'open', comment: 'public' });
	desk.create(2, at('08:05'));
	desk.update(2, at('08:50'), BOR, { status: 'solved', comment: 'public' });
	desk.create(3, at('08:10'), { by: BOR });
	desk.create(4, at('08:15'));
}

export function zendeskAfternoon(desk: ZendeskDesk): void {
	desk.update(1, at('13:00'), BOR, { group: 5, assignee: null, status: 'hold' });
	desk.update(2, at('14:00'), JANE, { status: 'open', comment: 'public' });
	desk.remove(4, at('14:30'));
	desk.create(5, at('15:00'));
}
