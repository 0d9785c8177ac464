/** Which files of watched folders have been imported: statements that both kinds of store take. */

export const IMPORTED_SQL = `SELECT name, size, modified_at AS "modifiedAt" FROM imported_file WHERE folder = ?`;
export const NOTE_IMPORTED_SQL = `INSERT INTO imported_file(folder, name, size, modified_at) VALUES (?, ?, ?, ?)
	ON CONFLICT(folder, name) DO UPDATE SET size = excluded.size, modified_at = excluded.modified_at`;
