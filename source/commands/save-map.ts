/** Keeps the mapping that a table was read by, under a name, in the user's folder. */
import { basename } from 'node:path';
import type { Binding } from '../sources/csv/binding.ts';
import { columnsOf } from '../sources/csv/binding.ts';
import { DATE_ORDERS, type Mapping, parseMapping } from '../sources/csv/mapping.ts';
import { nameKey } from '../sources/csv/names.ts';
import { mappingYaml } from '../sources/csv/write-mapping.ts';
import { type Context, repeatedFlag, textFlag } from './context.ts';
import { ownMappingPath, saveMapping } from './mappings.ts';
import type { TableFile } from './table-file.ts';

/** A mapping without the names that the table at hand does not have. */
function narrowed({ mapping, fields }: Binding, header: readonly string[]): Mapping {
	const names = new Map(columnsOf(header).map(({ name }) => [nameKey(name), name]));
	const columns = fields.map(({ field, choice }) => {
		const found = choice.names.map((name) => names.get(nameKey(name))).filter((name) => name !== undefined);
		return [field, { ...choice, names: found }] as const;
	});
	return { ...mapping, columns: Object.fromEntries(columns) };
}

export async function saveMap(context: Context, name: string, { table }: TableFile): Promise<void> {
	const { flags } = context;
	const path = ownMappingPath(context, name);
	const { binding } = table.reading;
	const dates = repeatedFlag(flags, 'dates').find((item) => DATE_ORDERS.some((order) => order === item));
	const mapping: Mapping = {
		...narrowed(binding, table.layout.header),
		timezone: textFlag(flags, 'timezone') ?? binding.mapping.timezone,
		dates: DATE_ORDERS.find((order) => order === dates) ?? binding.mapping.dates,
	};
	const yaml = mappingYaml(mapping, name);
	// What is written must be what will be read.
	parseMapping(name, basename(path), yaml);
	await saveMapping(path, yaml);
	process.stderr.write(`kept as mapping ${name}: ${path}\n`);
}
