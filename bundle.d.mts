import type { Metafile } from 'esbuild';

/** Bundles entry points (name → file) into a folder, and tells what each file of it was made from. */
export function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<Metafile>;
