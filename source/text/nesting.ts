/** How deep JSON may be nested: what goes through it, here or later, does so on a stack that has an end. */

/** No help desk and no person nests deeper. */
export const MOST_LEVELS = 64;

/** Whether a parsed value is nested deeper than so many levels. */
export function isDeeper(value: unknown, levels = MOST_LEVELS): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}
