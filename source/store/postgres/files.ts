/** Which files of watched folders have been imported: the table `imported_file`. */
import type { FileMark, FileStore } from '../port-files.ts';
import { IMPORTED_SQL, NOTE_IMPORTED_SQL } from '../sql/files.ts';
import type { Access } from './access.ts';
import { countOf, rowsOf } from './shared.ts';

export class PostgresFiles implements FileStore {
	constructor(private readonly access: Access) {}

	importedFiles(folder: string): Promise<FileMark[]> {
		return rowsOf<FileMark>(this.access, IMPORTED_SQL, folder);
	}

	noteImported(folder: string, { name, size, modifiedAt }: FileMark): Promise<void> {
		return this.access.writing(async (session) => {
			await countOf(session, NOTE_IMPORTED_SQL, folder, name, size, modifiedAt);
		});
	}

	forgetImported(folder: string, names: readonly string[]): Promise<void> {
		return this.access.writing(async (session) => {
			await session.count(`DELETE FROM imported_file WHERE folder = $1 AND name = ANY($2::text[])`, [
				folder,
				names,
			]);
		});
	}
}
