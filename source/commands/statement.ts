/** `slatop statement`: what a month costs each customer, and why. */
import { STATEMENT_FORMATS } from '../reports/format-names.ts';
import { wholeMonth } from '../reports/period.ts';
import { makeStatements } from '../reports/statement.ts';
import { statementLines } from '../reports/statement-lines.ts';
import { writeLines } from '../reports/whole-file.ts';
import { localMonth } from '../sla/calendar/local-period.ts';
import { withArchived } from './archived.ts';
import { type Context, choiceFlag, EXIT_OK, listFlag, nowFlag, textFlag } from './context.ts';
import { terminalTables } from './draw-table.ts';
import { openStoreToRead } from './open.ts';
import { print } from './output.ts';
import { monthFlag } from './report-period.ts';
import { termsOf } from './terms.ts';

/** What customers owe is for whoever draws it up. */
const PRIVATE = 0o600;

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', STATEMENT_FORMATS, 'table');
	const file = textFlag(flags, 'output');
	const asked = monthFlag(flags);
	const nowAt = nowFlag(flags);
	const store = await openStoreToRead(context);
	try {
		const termsAt = await termsOf(context, store);
		const zone = (await termsAt(nowAt)).timezone;
		// Of a month that is over, unless somebody asks for another: it is drawn up when that has ended.
		const month = asked ?? localMonth(nowAt, zone) - 1;
		const order = { month, organizations: listFlag(flags, 'organization'), nowAt };
		const period = wholeMonth(month, zone);
		const statements = await withArchived(context, store, period, (billed) =>
			makeStatements(billed, termsAt, order),
		);
		if (file === undefined)
			await print(statementLines(statements, format, await terminalTables(context.env)));
		else await writeLines(file, statementLines(statements, format), PRIVATE);
	} finally {
		await store.close();
	}
	return EXIT_OK;
}
