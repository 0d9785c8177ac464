/** Where the program's other threads begin. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A worker's file: beside the bundle's entry, or beside its chunks' folder; run from the source, what was built last. */
export function workerFile(name: string): URL {
	for (const place of [`./${name}.js`, `../${name}.js`, `../../dist/${name}.js`]) {
		const url = new URL(place, import.meta.url);
		if (existsSync(fileURLToPath(url))) return url;
	}
	throw new Error(`${name}.js is missing from this installation`);
}
