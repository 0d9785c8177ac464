/** Which files of watched folders have been imported: the table `imported_file`. */
import type { FileMark, FileStore } from '../port-files.ts';
import type { Connection, Run } from './connection.ts';

export function fileStore(db: Connection, run: Run): FileStore {
	const sql = {
		imported: db.prepare<[string], FileMark>(
			`SELECT name, size, modified_at AS modifiedAt FROM imported_file WHERE folder = ?`,
		),
		note: db.prepare<[string, string, number, number]>(
			`INSERT INTO imported_file(folder, name, size, modified_at) VALUES (?, ?, ?, ?)
			ON CONFLICT(folder, name) DO UPDATE SET size = excluded.size, modified_at = excluded.modified_at`,
		),
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
