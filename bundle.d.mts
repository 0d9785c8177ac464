/** Bundles entry points (name → file) into a folder: one ESM file each, with lazily loaded chunks beside them. */
export function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<void>;
