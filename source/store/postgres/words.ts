/** What went wrong between a store and its PostgreSQL server, in words for people. */
import { codeOf } from '../../text/message.ts';
import { StoreBusy, StoreError } from '../port.ts';
import type { Address } from './address.ts';

/** Whether trying again can help: at once (another transaction was in the way), when the server is back, or not. */
type Hope = 'clash' | 'gone' | 'busy' | 'none';

interface Fault {
	readonly hope: Hope;
	readonly words: (address: Address, said: string) => string;
}

const gone = (words: string): Fault => ({ hope: 'gone', words: () => words });
const busy = (words: string): Fault => ({ hope: 'busy', words: () => words });
const clash: Fault = { hope: 'clash', words: () => 'is being written by others all the time: try again' };
const none = (words: Fault['words']): Fault => ({ hope: 'none', words });

const REFUSED = none(
	({ user }, said) =>
		`refuses ${user} (${said}): give the password in PGPASSWORD or ~/.pgpass, and see what pg_hba.conf asks for`,
);
const CERTIFICATE = none(
	(_, said) =>
		`has a certificate that is not trusted (${said}): name who signed it with sslrootcert=FILE, or ask for TLS without looking at it with sslmode=require`,
);

/** By PostgreSQL's code of an error, or the first two letters of it; or by Node's. */
const FAULTS: Readonly<Record<string, Fault>> = {
	'28': REFUSED,
	'3D000': none(({ database }) => `is not there: make the database with createdb ${database}`),
	'42501': none(
		({ user }, said) => `lets ${user} not do what it must (${said}): grant it, or name another user`,
	),
	'25006': none(() => 'is read-only, perhaps a standby: name the server that is written to'),
	'53100': none(() => 'could not be written: the server has no space left on its disk'),
	'53300': busy('has no connection left to give: try again, or raise max_connections'),
	'53': busy('has not the means to answer now: try again when it has less to do'),
	'57014': busy('took too long to answer: try again when it has less to do'),
	'55P03': busy('is locked by another program: try again when that is done'),
	'40': clash,
	// Perhaps it was written: that is for whoever asked to find out.
	'40003': busy('lost track of what was written: see whether it is there, or try again'),
	'08P01': none(
		(_, said) =>
			`does not take how slatop connects (${said}): where that is a pooler, as PgBouncer is one, say pooled=yes behind the ? of the URL, or name the server itself`,
	),
	'08': gone('lost its connection'),
	'25P03': gone('lost its connection: it stood still for too long'),
	'57P01': gone('lost its connection: the server was stopped, or ended it'),
	'57P02': gone('lost its connection: the server crashed'),
	'57P03': gone('does not answer yet: the server is starting or stopping'),
	'57P05': gone('lost its connection: the server ended it, as idle for too long'),
	ECONNREFUSED: gone('cannot be reached: nothing listens there; is the server running, and its port right?'),
	ENOENT: gone('cannot be reached: the server has no socket there'),
	ENOTFOUND: gone('cannot be reached: there is no machine of this name'),
	EAI_AGAIN: gone('cannot be reached: the name of its machine cannot be looked up now'),
	ETIMEDOUT: gone('cannot be reached: no answer'),
	EHOSTUNREACH: gone('cannot be reached: there is no way to its machine'),
	ENETUNREACH: gone('cannot be reached: there is no way to its network'),
	ECONNRESET: gone('lost its connection'),
	EPIPE: gone('lost its connection'),
	SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
	DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
	CERT_HAS_EXPIRED: CERTIFICATE,
	ERR_TLS_CERT_ALTNAME_INVALID: none(
		({ host }, said) =>
			`has a certificate that is not for ${host} (${said}): name the host as the certificate does, or ask only who signed it with sslmode=verify-ca`,
	),
};

/** What the library says without a code. */
const SAID: readonly (readonly [said: RegExp, fault: Fault])[] = [
	[/password must be a (non-empty )?string|no password/i, REFUSED],
	[
		/does not support SSL/i,
		none(
			() =>
				'speaks no TLS: let the server have a certificate, or say sslmode=disable where nobody can listen in',
		),
	],
	[/timeout/i, gone('does not answer')],
	[/terminated|connection (error|ended)|not queryable|client was closed/i, gone('lost its connection')],
];

function faultOf(error: unknown): Fault | undefined {
	if (error instanceof StoreError) return undefined;
	const code = codeOf(error) ?? '';
	const byCode = FAULTS[code] ?? (/^[0-9A-Z]{5}$/.test(code) ? FAULTS[code.slice(0, 2)] : undefined);
	if (byCode) return byCode;
	if (!(error instanceof Error) || code !== '') return undefined;
	return SAID.find(([said]) => said.test(error.message))?.[1];
}

/** Of what two have made at once, the second is told so: a schema, a table, its type, or the rows of the server's own lists. */
const MADE_TWICE = new Set(['23505', '42710', '42P06', '42P07']);

export const isMadeTwice = (error: unknown): boolean => MADE_TWICE.has(codeOf(error) ?? '');

export const hopeOf = (error: unknown): Hope => faultOf(error)?.hope ?? 'none';

/** An error of the server, or of the way to it, as a StoreError that names the store; ours as they are. */
export function inWords(error: unknown, address: Address): unknown {
	if (!(error instanceof Error) || error instanceof StoreError) return error;
	const fault = faultOf(error);
	if (!fault && !('severity' in error) && codeOf(error) === null) return error;
	const words =
		fault?.words(address, error.message) ?? `failed: ${error.message} (${codeOf(error) ?? 'no code'})`;
	const Kind = fault && fault.hope !== 'none' ? StoreBusy : StoreError;
	return new Kind(`store ${address.name} ${words}`);
}
