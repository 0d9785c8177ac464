/** `slatop source test NAME`: who we are over there, and what we may read. */
import { kindOf } from '../../sources/kinds.ts';
import { cleanText } from '../../text/clean.ts';
import { type Context, EXIT_FAILED, EXIT_OK } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { namedSource } from './named.ts';
import { openSource, settingsOf } from './open-source.ts';
import { sayingProblems } from './problems.ts';

/** Clocks that differ by less than this need no word. */
const SKEW_MS = 5_000;

function skewLine(skewMs: number | null): string[] {
	if (skewMs === null || Math.abs(skewMs) < SKEW_MS) return [];
	const way = skewMs > 0 ? 'ahead of' : 'behind';
	return [`  note  its clock is ${Math.round(Math.abs(skewMs) / 1_000)} s ${way} ours`];
}

/** What comes next with a source that has never been read. */
const firstSync = (name: string): string =>
	`it has not been read yet: slatop source sync ${name} does so now, and so do slatop and slatop engine by themselves`;

export async function run(context: Context, name: string | undefined): Promise<number> {
	const store = await openStore(context);
	try {
		const source = await namedSource(store, 'test', name);
		return await sayingProblems(source.name, async () => {
			const connector = await openSource(source, context.env);
			const found = await connector.test(new AbortController().signal);
			const lines = found.map(
				({ what, isGood, detail }) => `  ${isGood ? 'ok  ' : 'NOT '}  ${what}: ${detail}`,
			);
			const title = kindOf(source.kind)?.title ?? source.kind;
			const head = `${source.name}: ${title} at ${settingsOf(source).url}`;
			await print([head, ...lines.map(cleanText), ...skewLine(connector.skewMs)]);
			const isGood = found.every((finding) => finding.isGood);
			if (isGood && source.succeededAt === null) await print([firstSync(source.name)]);
			return isGood ? EXIT_OK : EXIT_FAILED;
		});
	} finally {
		await store.close();
	}
}
