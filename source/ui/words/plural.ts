/** A number and its noun: which form goes with it is the language's own rule. */

/** The forms that a language has for counted things; `other` stands in where one is left out. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** Makes what picks the form for a count. The rules of a language take a while to load: that waits until it is asked. */
export function pluralsOf(language: string): (count: number, forms: Forms) => string {
	let rules: Intl.PluralRules | undefined;
	return (count, forms) => {
		rules ??= new Intl.PluralRules(language);
		return forms[rules.select(count)] ?? forms.other;
	};
}
