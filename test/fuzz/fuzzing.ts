/** Feeds parsers with inputs that are wrong in all ways, and tells what they did not bear. */
import type { Random } from '../../source/sources/floor/prng.ts';
import { mutated } from './mutations.ts';
import { TARGETS, type Target } from './targets.ts';

/** Nothing that is this small may take the processor for longer. */
const LONGEST_MS = 2_000;

const cpuMs = (): number => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
};

export interface Crash {
	readonly target: string;
	/** As base64: it may be anything. */
	readonly input: string;
	readonly problem: string;
}

async function feed({ name, feed, allowed = [] }: Target, input: Buffer): Promise<Crash | null> {
	const crash = (problem: string): Crash => ({ target: name, input: input.toString('base64'), problem });
	const began = cpuMs();
	try {
		await feed(input);
	} catch (error) {
		if (!allowed.some((Kind) => error instanceof Kind)) {
			return crash(error instanceof Error ? (error.stack ?? error.message) : String(error));
		}
	}
	const ms = cpuMs() - began;
	return ms > LONGEST_MS ? crash(`it took ${Math.round(ms)} ms`) : null;
}

export interface Fuzzed {
	/** By target. */
	readonly inputs: ReadonlyMap<string, number>;
	readonly crashes: readonly Crash[];
}

/**
 * @param total how many inputs, shared among the targets
 * @param onTarget is told of each when it is done
 */
export async function fuzz(
	total: number,
	random: Random,
	onTarget: (target: string, inputs: number, crashes: readonly Crash[]) => void = () => {},
): Promise<Fuzzed> {
	const shares = TARGETS.reduce((sum, { share = 1 }) => sum + share, 0);
	const inputs = new Map<string, number>();
	const crashes: Crash[] = [];
	for (const target of TARGETS) {
		const count = Math.ceil((total * (target.share ?? 1)) / shares);
		const found: Crash[] = [];
		for (let turn = 0; turn < count; turn++) {
			const seed = target.seeds[Math.floor(random.next() * target.seeds.length)] ?? Buffer.alloc(0);
			const crash = await feed(
				target,
				turn < target.seeds.length ? (target.seeds[turn] ?? seed) : mutated(seed, random, target.seeds),
			);
			if (crash) found.push(crash);
		}
		inputs.set(target.name, count);
		crashes.push(...found);
		onTarget(target.name, count, found);
	}
	return { inputs, crashes };
}
