/** Statements that both kinds of store have, with `?` where their values stand. */
import { numbered } from '../sql/dialect.ts';
import type { SentValue, Session } from './session.ts';

export const rowsOf = <Row extends object>(
	session: Pick<Session, 'rows'>,
	sql: string,
	...values: readonly SentValue[]
): Promise<Row[]> => session.rows<Row>(numbered(sql), values);

export const countOf = (session: Session, sql: string, ...values: readonly SentValue[]): Promise<number> =>
	session.count(numbered(sql), values);
