/** Boston's promises of 2015 as an agreement: working days by type of request, under two calendars of holidays. */
import { stringify } from 'yaml';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { firstInstant, zoneYear } from '../../source/sla/calendar/zone.ts';
import type { AgreementVersion } from '../../source/sla/fold.ts';

export const BOSTON_ZONE = 'America/New_York';

interface Dated {
	/** Local time, as clocks there showed it; null: from the beginning. */
	readonly from: string | null;
}

/** `boston311_policies.fitted.json`: fitted from the data, not published by the City. */
export interface BostonPolicies {
	readonly calendar: { readonly versions: readonly (Dated & { readonly holidays: readonly string[] })[] };
	readonly business_policies: Readonly<
		Record<string, readonly (Dated & { readonly business_minutes: number })[]>
	>;
}

function instantOf(from: string | null): number {
	if (from === null) return 0;
	const wall = Date.parse(`${from}Z`);
	return firstInstant(wall, zoneYear(BOSTON_ZONE, new Date(wall).getUTCFullYear()));
}

const inForce = <T extends Dated>(versions: readonly T[], at: number): T | undefined =>
	versions.findLast(({ from }) => instantOf(from) <= at);

/** The agreement as it stood at an instant, as a file. */
export function bostonYaml({ calendar, business_policies }: BostonPolicies, at: number): string {
	const types = Object.entries(business_policies).flatMap(([type, versions]) => {
		const minutes = inForce(versions, at)?.business_minutes;
		return minutes === undefined ? [] : [{ type, minutes }];
	});
	const levels = types.map(({ type, minutes }) => [
		type,
		{ calendar: 'city', due_rounds: 'opening', targets: { first_resolve: `${minutes}m` } },
	]);
	return stringify({
		version: 1,
		name: 'City of Boston, 311',
		timezone: BOSTON_ZONE,
		calendars: {
			city: {
				hours: { 'mon-fri': ['08:30-17:00'] },
				holidays: (inForce(calendar.versions, at)?.holidays ?? []).map((date) => ({ [date]: [] })),
			},
		},
		levels: Object.fromEntries(levels),
		rules: types.map(({ type }) => ({ name: type, when: { field: 'custom.TYPE', is: type }, level: type })),
	});
}

/** Every version there was, oldest first. */
export async function bostonVersions(policies: BostonPolicies): Promise<AgreementVersion[]> {
	const dated = [...policies.calendar.versions, ...Object.values(policies.business_policies).flat()];
	const instants = [...new Set(dated.map(({ from }) => instantOf(from)))].sort((a, b) => a - b);
	return Promise.all(
		instants.map(async (inForceAt) => {
			const parsed = await parseAgreement(bostonYaml(policies, inForceAt), async () => '');
			if (!parsed.agreement) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
			return { agreement: parsed.agreement, inForceAt, movesOpen: false };
		}),
	);
}
