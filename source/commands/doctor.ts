/** `slatop doctor`: looks whether everything is well, and says what to do where it is not. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { deliveryFindings, type Finding as Misgiving, setupFindings } from '../alerts/findings.ts';
import { compileVersion } from '../engine/versions.ts';
import {
	diagnose,
	diagnosisLines,
	type Examined,
	type Finding,
	found,
	leftoverFindings,
	serverFindings,
	type Verdict,
} from '../reports/diagnosis.ts';
import type { Store } from '../store/port.ts';
import { isPostgresUrl } from '../store/store-url.ts';
import { cleanText } from '../text/clean.ts';
import { jsonLine } from '../text/json.ts';
import { messageOf } from '../text/message.ts';
import { capabilities } from '../ui/terminal/capabilities.ts';
import { archivePath, isArchiveThere, shownPlace } from './archived.ts';
import { type Context, EXIT_FAILED, EXIT_OK, storePath } from './context.ts';
import { thisMachine } from './machine.ts';
import { agreementPath, openStoreAt } from './open.ts';
import { agreement } from './open-agreement.ts';
import { print } from './output.ts';

const OLDEST_NODE = 20;

function versions(): Finding {
	const { node, tz = 'unknown' } = process.versions;
	const says = `slatop ${manifest.version}, Node ${node}, time zones of ${tz}, ${process.platform} ${process.arch}`;
	return Number.parseInt(node, 10) < OLDEST_NODE
		? found('versions', 'problem', says, `use Node ${OLDEST_NODE} or a later one`)
		: found('versions', 'ok', says);
}

function terminal({ env }: Context): Finding {
	const { stdout } = process;
	const { TERM = 'not set' } = env;
	if (!stdout.isTTY)
		return found('terminal', 'ok', `this is not one (TERM is ${TERM}): lists and reports go anywhere`);
	const { colors, unicode, dumb } = capabilities(env, true);
	const says = `TERM ${TERM}, ${stdout.columns}x${stdout.rows}, colours: ${colors}, ${unicode ? 'symbols beyond ASCII' : 'ASCII alone'}`;
	if (dumb)
		return found(
			'terminal',
			'problem',
			says,
			'the dashboard needs another terminal; slatop tickets does not',
		);
	return unicode
		? found('terminal', 'ok', says)
		: found('terminal', 'note', says, 'for symbols, set a UTF-8 locale: LANG=C.UTF-8');
}

/** Whether the agreement's file is good, whatever is in force. */
async function agreementFile(context: Context): Promise<Finding> {
	try {
		await agreement(context);
		return found('agreement', 'ok', `${agreementPath(context)} is good`);
	} catch (error) {
		const [first = '', ...more] = messageOf(error).split('\n');
		const says = more.length > 0 ? `${first} (and ${more.length} more)` : first;
		return found('agreement', 'problem', says, 'slatop agreement check says all of it');
	}
}

/** What keeps alerts from going, by the agreement in force. */
async function alerts(store: Store, context: Context): Promise<Finding[]> {
	const newest = (await store.agreements()).at(-1);
	if (!newest) return [];
	const { agreement } = await compileVersion(newest);
	const queue = await store.alerts();
	const [waiting, recipients] = [await queue.waiting(), await queue.recipientStates()];
	const runs = await (await store.reportRuns()).runs();
	const count = [...waiting.values()].reduce((sum, more) => sum + more, 0);
	const told = (verdict: Verdict, { about, problem }: Misgiving): Finding =>
		found('alerts', verdict, `${about}: ${problem}`, `slatop alert test ${about.replace(/^notify\./, '')}`);
	const wrong = [
		// The engine may run with other variables than this shell has.
		...setupFindings(agreement, thisMachine(context.env)).map((finding) => told('note', finding)),
		...deliveryFindings(agreement, { recipients, waiting, runs }).map((finding) => told('problem', finding)),
	];
	return wrong.length > 0 ? wrong : [found('alerts', 'ok', `${count} wait to be sent, nothing keeps them`)];
}

interface Inside {
	readonly examined: Examined['inside'];
	readonly alerts: readonly Finding[];
}

/** What only an open store tells. */
async function lookInside(path: string, realAt: number, context: Context): Promise<Inside> {
	const { env } = context;
	const archive = archivePath(context);
	const store = await openStoreAt(path);
	try {
		const { tickets } = await store.reports.archived();
		const examined = {
			status: await store.status(),
			leader: await store.leader(realAt),
			broughtUpTo: await store.broughtUpTo(),
			sources: await store.configuredSources(),
			archive: {
				path: shownPlace(archive, env),
				isThere: tickets > 0 && (await isArchiveThere(archive, env)),
				tickets,
			},
		};
		return { examined, alerts: await alerts(store, context) };
	} finally {
		await store.close();
	}
}

async function lookAtServer(url: string, realAt: number, context: Context): Promise<Finding[]> {
	const [{ examineServer }, { leftovers }] = await Promise.all([
		import('../store/postgres/examine.ts'),
		import('../store/sqlite/leftovers.ts'),
	]);
	const facts = await examineServer(url, context.env);
	const isSound = facts.isStore && facts.schema === facts.newestSchema;
	const inside: Inside = isSound ? await lookInside(url, realAt, context) : { examined: null, alerts: [] };
	const rest = diagnose({ realAt, path: facts.name, store: null, inside: inside.examined });
	// A store on a server is rebuilt in this machine's folder for temporary files.
	return [...serverFindings(facts), ...rest, ...leftoverFindings(leftovers(tmpdir())), ...inside.alerts];
}

async function lookAtStore(context: Context): Promise<Finding[]> {
	const path = storePath(context);
	const realAt = Date.now();
	if (isPostgresUrl(path)) return lookAtServer(path, realAt, context);
	if (!existsSync(path)) {
		const [{ leftovers }, { unseen }] = await Promise.all([
			import('../store/sqlite/leftovers.ts'),
			import('../store/sqlite/errors.ts'),
		]);
		const words = unseen(path);
		if (words !== null) return [found('store', 'problem', `${path} ${words}`)];
		return [
			found(
				'store',
				'problem',
				`there is no store ${path}`,
				'name one with --store, or begin one with slatop import or slatop source add',
			),
			...leftoverFindings(leftovers(dirname(path))),
		];
	}
	const { examineStore } = await import('../store/sqlite/examine.ts');
	const store = examineStore(path);
	// Opening an older one would change it, and one that is damaged, hindered or a newer slatop's cannot be opened.
	const isSound =
		store.isStore &&
		store.hindrance === null &&
		store.faults.length === 0 &&
		store.schema === store.newestSchema;
	const inside: Inside = isSound ? await lookInside(path, realAt, context) : { examined: null, alerts: [] };
	return [...diagnose({ realAt, path, store, inside: inside.examined }), ...inside.alerts];
}

export async function run(context: Context): Promise<number> {
	const findings = [
		versions(),
		...(await lookAtStore(context)),
		await agreementFile(context),
		terminal(context),
	].map(
		// Names and reasons may come from tickets, files and help desks.
		({ says, todo, ...finding }) => ({ ...finding, says: cleanText(says), todo: todo && cleanText(todo) }),
	);
	const ok = findings.every(({ verdict }) => verdict !== 'problem');
	const json = (): string =>
		jsonLine({ ok, findings: findings.map(({ todo, ...finding }) => ({ ...finding, do: todo })) });
	await print(context.flags.json === true ? [json()] : diagnosisLines(findings));
	return ok ? EXIT_OK : EXIT_FAILED;
}
