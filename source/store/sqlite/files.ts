/** Which files of watched folders have been imported: the table `imported_file`. */
import type { FileMark, FileStore } from '../port-files.ts';
import { IMPORTED_SQL, NOTE_IMPORTED_SQL } from '../sql/files.ts';
import type { Connection, Run } from './connection.ts';

export function fileStore(db: Connection, run: Run): FileStore {
	const sql = {
		imported: db.prepare<[string], FileMark>(IMPORTED_SQL),
		note: db.prepare<[string, string, number, number]>(NOTE_IMPORTED_SQL),
		forget: db.prepare<[string, string]>(`DELETE FROM imported_file WHERE folder = ? AND name = ?`),
	};
	return {
		importedFiles: (folder) => run(() => sql.imported.all(folder)),
		noteImported: (folder, { name, size, modifiedAt }) =>
			run(() => void sql.note.run(folder, name, size, modifiedAt), 'writing'),
		forgetImported: (folder, names) =>
			run(() => {
				for (const name of names) sql.forget.run(folder, name);
			}, 'writing'),
	};
}
