const ESC = 0x1b;
const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const BACKSLASH = 0x5c;
const C1_FIRST = 0x80;
const C1_LAST = 0x9f;
const C1_CSI = 0x9b;
const C1_ST = 0x9c;

const isParameter = (code: number) => code >= 0x30 && code <= 0x3f;
const isIntermediate = (code: number) => code >= 0x20 && code <= 0x2f;
const isFinal = (code: number) => code >= 0x40 && code <= 0x7e;

/** True for C0, DEL and C1: what no text may hold. */
export function isControl(code: number): boolean {
	return code < 0x20 || (code >= 0x7f && code <= C1_LAST);
}

/**
 * Where the control sequence that starts at `start` ends: the index after it. `start` must be a control
 * character; one that introduces nothing is a sequence of its own.
 *
 * A string sequence (OSC, DCS, SOS, PM, APC) takes its payload with it. One that is never closed loses
 * only its introducer: without that the payload is inert, and a stray U+009D (a mis-decoded quote, common
 * in mail) must not swallow the rest of a subject. Every scan stops at the next control character that
 * could introduce anything, so the whole of a hostile text is read once.
 */
export function skipControl(text: string, start: number): number {
	const code = text.charCodeAt(start);
	if (code === ESC) return skipEscape(text, start);
	if (code === C1_CSI) {
		// As above: U+009B is also a mis-decoded '›'. With no parameters it does not eat the next letter.
		return isParameter(text.charCodeAt(start + 1)) ? skipCsi(text, start + 1) : start + 1;
	}
	if (isC1String(code)) return skipString(text, start + 1);
	return start + 1;
}

function isC1String(code: number): boolean {
	return code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f;
}

function skipEscape(text: string, start: number): number {
	const next = text.charCodeAt(start + 1);
	switch (next) {
		case 0x5b: // [
			return skipCsi(text, start + 2);
		case 0x50: // P, DCS
		case 0x58: // X, SOS
		case 0x5d: // ], OSC
		case 0x5e: // ^, PM
		case 0x5f: // _, APC
			return skipString(text, start + 2);
		default: {
			let end = start + 1;
			while (isIntermediate(text.charCodeAt(end))) end++;
			const final = text.charCodeAt(end);
			return final >= 0x30 && final <= 0x7e ? end + 1 : end;
		}
	}
}

function skipCsi(text: string, start: number): number {
	let end = start;
	while (isParameter(text.charCodeAt(end))) end++;
	while (isIntermediate(text.charCodeAt(end))) end++;
	return isFinal(text.charCodeAt(end)) ? end + 1 : end;
}

function skipString(text: string, start: number): number {
	for (let end = start; end < text.length; end++) {
		const code = text.charCodeAt(end);
		if (code === BEL || code === C1_ST || code === CAN || code === SUB) return end + 1;
		if (code === ESC) return text.charCodeAt(end + 1) === BACKSLASH ? end + 2 : end;
		if (code >= C1_FIRST && code <= C1_LAST) return start;
	}
	return start;
}
