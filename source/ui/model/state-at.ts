/** What an open timer's state is by now: the screen need not wait for the engine's next tick to change colour. */
import type { OpenState } from '../../sla/timer.ts';
import type { TimerRow } from '../../store/port.ts';

export function stateAt(
	{ state, atRiskAt, dueAt }: Pick<TimerRow, 'state' | 'atRiskAt' | 'dueAt'>,
	at: number,
): OpenState {
	if (state === 'paused' || state === 'breached') return state;
	if (dueAt !== null && at > dueAt) return 'breached';
	return atRiskAt !== null && at >= atRiskAt ? 'at_risk' : 'on_track';
}
