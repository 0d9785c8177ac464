/** What has gone wrong without being a reason to leave, as the screen says it. */
import { StoreError } from '../../store/port.ts';
import { cleanText } from '../../text/clean.ts';
import { codeOf, messageOf } from '../../text/message.ts';
import { WORDS } from '../words.ts';

/** Whether a part of the program, which is loaded when somebody asks for it, is there no more: another version took its place. */
const isReplaced = (error: unknown): boolean => codeOf(error) === 'ERR_MODULE_NOT_FOUND';

/** Whether the board goes on. */
export const isBearable = (error: unknown): boolean => error instanceof StoreError || isReplaced(error);

export const failureText = (error: unknown): string =>
	isReplaced(error) ? WORDS.said.replaced : cleanText(messageOf(error));
