/** What goes wrong between this machine and another, in words for people. */
import { codeOf, messageOf } from './message.ts';

/** Failures of the connection by their codes, and what they mean. */
const CONNECTION: Readonly<Record<string, string>> = {
	ENOTFOUND: 'there is no such host: check the URL',
	EAI_AGAIN: 'its name cannot be looked up now: is there a network?',
	ECONNREFUSED: 'the host refuses connections: check the URL and its port',
	ECONNRESET: 'the connection was cut',
	UND_ERR_SOCKET: 'the connection was cut',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'there is no network',
	ETIMEDOUT: 'the host does not answer',
	UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
	CERT_HAS_EXPIRED: "the host's certificate has expired",
	DEPTH_ZERO_SELF_SIGNED_CERT:
		"the host's certificate is its own (self-signed): name it in NODE_EXTRA_CA_CERTS",
	SELF_SIGNED_CERT_IN_CHAIN: "the host's certificate is not trusted: name its issuer in NODE_EXTRA_CA_CERTS",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		"the host's certificate is not trusted: name its issuer in NODE_EXTRA_CA_CERTS",
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host: check the URL',
	ERR_SSL_WRONG_VERSION_NUMBER: 'the host does not speak https on this port: check the URL',
};

/** Why a request got no answer. */
export function connectionWords(error: unknown): string {
	const cause = error instanceof Error ? error.cause : undefined;
	const code = codeOf(error) ?? codeOf(cause);
	const known = code === null ? undefined : CONNECTION[code];
	if (known !== undefined) return known;
	const deepest = cause instanceof Error ? cause : error;
	return `no answer: ${messageOf(deepest)}`;
}
