/** Signs what is sent, as what is received is checked: who sent it, that nobody changed it, and that it is not old. */
import { createHmac } from 'node:crypto';

/** The header of a body signed at an instant of the real clock. */
export function slatopSignature(body: string | Buffer, key: string, realAt: number): string {
	const seconds = Math.floor(realAt / 1_000);
	const digest = createHmac('sha256', key).update(`${seconds}.`).update(body).digest('hex');
	return `t=${seconds},v1=${digest}`;
}
