/** Results by the text they were made from: those of late, and of the time before, but not for ever. */
export class Kept<Value> {
	private recent = new Map<string, Value>();
	private older = new Map<string, Value>();

	/** @param most results of late; as many again are those of the time before */
	constructor(private readonly most = 2_000) {}

	/** The result for a text, made where it is not there. */
	get(text: string, make: () => Value): Value {
		const known = this.recent.get(text);
		if (known !== undefined) return known;
		const value = this.older.get(text) ?? make();
		if (this.recent.size >= this.most) {
			this.older = this.recent;
			this.recent = new Map();
		}
		this.recent.set(text, value);
		return value;
	}
}
