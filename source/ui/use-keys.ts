import { type Key, useInput, useStdin } from 'ink';
import { useEffect, useRef } from 'react';
import { escapesBefore } from './keys.ts';

/**
 * Hands on keys as Ink has them, with the Escapes that came right before each. Over a slow link they are read at
 * once, and Ink takes them for a part of the key.
 */
export function useKeys(press: (input: string, key: Key, escapes: number) => void): void {
	const { internal_eventEmitter: events } = useStdin();
	const read = useRef('');
	useEffect(() => {
		const note = (data: string): void => {
			read.current = data;
		};
		events.prependListener('input', note);
		return () => {
			events.off('input', note);
		};
	}, [events]);
	useInput((input, key) => press(input, key, escapesBefore(read.current, key)));
}
