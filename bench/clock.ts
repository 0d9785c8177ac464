import dayjs from 'dayjs';
import businessTime from 'dayjs-business-time';
import { type Calendar, compileCalendar } from '../source/sla/calendar/calendar.ts';
import { countryHolidays } from '../source/sla/calendar/country-holidays.ts';
import { weekHours } from '../test/sla/calendar/builders.ts';
import type { BenchRow } from './bench-row.ts';

const hourMs = 3_600_000;
const firstYear = 2020;
const lastYear = 2029;
const questionCount = 1 << 16;

/** Starts and amounts (up to 80 counted hours) in a random order that is the same in every run. */
interface Questions {
	readonly starts: Float64Array;
	readonly amounts: Float64Array;
}

/** Measures the business clock: dues per second, what that is worth, and what a further year costs. */
export async function benchClock(): Promise<BenchRow[]> {
	const office = officeCalendar('Europe/Ljubljana');
	const questions = askQuestions();
	const bare = bareSearch(office);
	// Each takes turns with the others, so that a busy machine slows all of them.
	const ours: number[] = [];
	const theirs: number[] = [];
	const bares: number[] = [];
	for (let round = 0; round < 5; round += 1) {
		ours.push(duesPerSecond((from, amount) => office.due(from, amount), questions, 20));
		bares.push(duesPerSecond(bare, questions, 20));
		theirs.push(duesPerSecond(dayjsDue(), questions, 0.02));
	}
	const perSecond = median(ours);
	const toBare = median(bares) / perSecond;
	const toDayjs = perSecond / median(theirs);
	const yearMs = furtherYearMs();
	return [
		{
			name: 'due on one core',
			value: Math.round(perSecond),
			unit: 'per second',
			bar: '>= 5,000,000',
			ok: perSecond >= 5e6,
		},
		{ name: 'dayjs-business-time in the same run', value: Math.round(median(theirs)), unit: 'per second' },
		{
			name: 'due against dayjs-business-time',
			value: Math.round(toDayjs),
			unit: 'times as many',
			bar: '>= 1,000',
			ok: toDayjs >= 1_000,
		},
		{ name: 'bare binary search in the same run', value: Math.round(median(bares)), unit: 'per second' },
		{
			name: 'due against a bare binary search',
			value: round(toBare),
			unit: 'times the time',
			bar: '<= 3',
			ok: toBare <= 3,
		},
		{ name: 'compile of a further year', value: round(yearMs), unit: 'ms', bar: '< 20', ok: yearMs < 20 },
	];
}

function officeCalendar(timezone: string): Calendar {
	return compileCalendar({
		name: 'office',
		timezone,
		hours: weekHours({ 'mon-fri': ['09:00-12:00', '13:00-17:00'] }),
		holidays: [countryHolidays({ country: 'SI' })],
	});
}

function askQuestions(): Questions {
	let state = 42;
	const random = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
	const fromAt = Date.UTC(firstYear, 0, 2);
	const rangeMs = Date.UTC(lastYear, 10, 1) - fromAt;
	return {
		starts: Float64Array.from({ length: questionCount }, () => fromAt + Math.floor(random() * rangeMs)),
		amounts: Float64Array.from({ length: questionCount }, () => 1 + Math.floor(random() * 80 * hourMs)),
	};
}

/** How many a second, over so many times all questions. */
function duesPerSecond(
	due: (fromAt: number, amountMs: number) => number,
	{ starts, amounts }: Questions,
	times: number,
): number {
	const count = Math.round(questionCount * times);
	let sum = 0;
	const began = performance.now();
	for (let index = 0; index < count; index += 1) {
		const question = index & (questionCount - 1);
		sum += due(starts[question] ?? 0, amounts[question] ?? 0);
	}
	const seconds = (performance.now() - began) / 1000;
	if (!(sum > 0)) throw new Error('nothing was due');
	return count / seconds;
}

/** The least that a due can be: two plain binary searches over the same arrays. */
function bareSearch(calendar: Calendar): (fromAt: number, amountMs: number) => number {
	const intervals = calendar.intervals(Date.UTC(firstYear, 0, 1), Date.UTC(lastYear + 1, 0, 1));
	const starts = Float64Array.from(intervals, ({ startAt }) => startAt);
	const ends = Float64Array.from(intervals, ({ endAt }) => endAt);
	const totals = new Float64Array(intervals.length);
	for (let index = 1; index < totals.length; index += 1) {
		totals[index] = (totals[index - 1] ?? 0) + (ends[index - 1] ?? 0) - (starts[index - 1] ?? 0);
	}
	const lastBelow = (values: Float64Array, value: number) => {
		let low = 0;
		let high = values.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((values[middle] ?? 0) < value) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	};
	return (fromAt, amountMs) => {
		const from = Math.max(0, lastBelow(starts, fromAt));
		const startAt = starts[from] ?? 0;
		const passedMs = Math.max(0, Math.min(fromAt, ends[from] ?? 0) - startAt);
		const countedMs = (totals[from] ?? 0) + passedMs + amountMs;
		const to = lastBelow(totals, countedMs);
		return (starts[to] ?? 0) + countedMs - (totals[to] ?? 0);
	};
}

function dayjsDue(): (fromAt: number, amountMs: number) => number {
	dayjs.extend(businessTime);
	const hours = [
		{ start: '09:00:00', end: '12:00:00' },
		{ start: '13:00:00', end: '17:00:00' },
	];
	dayjs.setBusinessTime({
		monday: hours,
		tuesday: hours,
		wednesday: hours,
		thursday: hours,
		friday: hours,
		saturday: null,
		sunday: null,
	});
	return (fromAt, amountMs) =>
		dayjs(fromAt)
			.addBusinessTime(amountMs / 60_000, 'minutes')
			.valueOf();
}

/** The median of twenty further years, each with its holidays and its changes of clock. */
function furtherYearMs(): number {
	// A zone that nothing has asked for yet: its changes are found within the time measured.
	const fresh = officeCalendar('Europe/Zagreb');
	fresh.counted(Date.UTC(2030, 5, 1), Date.UTC(2030, 5, 2));
	const times = Array.from({ length: 20 }, (_, index) => {
		const from = Date.UTC(2031 + index, 5, 1);
		const began = performance.now();
		fresh.counted(from, from + 24 * hourMs);
		return performance.now() - began;
	});
	return median(times);
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
