/** Bundles entry points (name → file) into a folder; `alias`: packages, and the files that take their place. */
export function bundle(
	entryPoints: Readonly<Record<string, string>>,
	outdir: string,
	alias?: Readonly<Record<string, string>>,
): Promise<void>;
