/** A line on standard error, for whoever keeps the output of `slatop engine`. */
import { formatInstant } from '../../sla/instant.ts';
import { type Channel, delivered, failed, type Surroundings } from '../channel.ts';

export function openStderr({ stderr }: Surroundings): Channel {
	return {
		async deliver({ text, lines, sentAt }) {
			if (!stderr)
				return failed("a dashboard has this terminal: slatop engine's standard error would be read");
			for (const line of [text, ...lines]) stderr(`${formatInstant(sentAt)} alert: ${line}`);
			return delivered('written');
		},
	};
}
