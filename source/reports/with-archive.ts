/** Reports over a store and its archive as one. */
import { NOTHING_ARCHIVED, type ReportStore } from '../store/port-reports.ts';

/** @param archive where tickets are that the store has no more: none is in both */
export function withArchive(store: ReportStore, archive: ReportStore): ReportStore {
	return {
		sumsZone: () => store.sumsZone(),
		sums: async (...question) => [...(await archive.sums(...question)), ...(await store.sums(...question))],
		counted: async (...question) => [
			...(await archive.counted(...question)),
			...(await store.counted(...question)),
		],
		async judgedBounds() {
			const bounds = [await archive.judgedBounds(), await store.judgedBounds()].filter(
				(found) => found !== null,
			);
			if (bounds.length === 0) return null;
			return {
				firstAt: Math.min(...bounds.map(({ firstAt }) => firstAt)),
				lastAt: Math.max(...bounds.map(({ lastAt }) => lastAt)),
			};
		},
		// No clock runs in an archive.
		openBreaches: (between) => store.openBreaches(between),
		archived: async () => NOTHING_ARCHIVED,
		archivedAfter: async () => [],
	};
}
