/** Takes credentials out of a text: servers quote what they were sent. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[key]')), text);
}
