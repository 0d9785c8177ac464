/** Single values that a store keeps by name: the table `meta`. */
import type { Connection } from './connection.ts';

export class Meta {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			get: db.prepare<[string], string | null>(`SELECT value FROM meta WHERE key = ?`).pluck(),
			set: db.prepare<[string, string]>(
				`INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value`,
			),
			forget: db.prepare<[string]>(`DELETE FROM meta WHERE key = ?`),
		};
	}

	get(key: string): string | null {
		return this.sql.get.get(key) ?? null;
	}

	number(key: string): number | null {
		const value = this.get(key);
		return value === null ? null : Number(value);
	}

	set(key: string, value: string | number): void {
		this.sql.set.run(key, String(value));
	}

	/** Notes what is not noted yet; gives what is. Inside the caller's transaction. */
	setOnce(key: string, value: string): string {
		const noted = this.get(key);
		if (noted === null) this.set(key, value);
		return noted ?? value;
	}

	forget(key: string): void {
		this.sql.forget.run(key);
	}
}
