/** Bundles entry points (name → file) into a folder. */
export function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<void>;
