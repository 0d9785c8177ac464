/** What a board is given: a store to read, a clock, and what it cannot do itself. */
import type { Format } from '../../reports/format-names.ts';
import type { MonthView } from '../../reports/month-view.ts';
import type { BoardStore, EventSink, LogFilter } from '../../store/port.ts';
import type { AlertView } from '../../store/port-alerts.ts';
import type { Keymap } from '../keymap.ts';
import type { ColumnChoice } from './column-choice.ts';
import type { HeardMessage } from './hearing.ts';
import type { Kept } from './kept.ts';
import type { LogSorting } from './sorting.ts';
import type { PastStore, TimeMachine } from './travel.ts';
import type { Trials } from './trial.ts';

/** What is around the program. */
export interface Desktop {
	/** Opens a link; false where nobody would see it. */
	readonly open: (link: string) => Promise<boolean>;
	/** Puts a text on the clipboard, as far as the terminal allows it; false where it is too long for that. */
	readonly copy: (text: string) => boolean;
	/** Makes messages heard: one ring, one notification, as they want it. */
	readonly announce: (messages: readonly HeardMessage[]) => void;
}

/** What is written of the log: the rows of a filter, in an order. */
export interface LogExport extends LogSorting {
	readonly filter: LogFilter;
	readonly path: string;
	readonly format: Format;
}

export interface BoardOptions {
	readonly store: BoardStore;
	/** The same as it is now, whatever is written to it, until that is closed. */
	readonly hold: () => Promise<PastStore>;
	/** Takes in what people do. */
	readonly sink: EventSink;
	/** There is something for the engine to take in: it need not wait for its next tick. */
	readonly onWritten: () => void;
	/** What people are told of timers; left out: nothing. */
	readonly alerts?: () => Promise<AlertView>;
	/** Messages up to this one have been made heard: the store is to know, but no key waits for that. */
	readonly onHeard?: (id: number) => void;
	/** The clock on the wall. */
	readonly now: () => number;
	/** Who `agent:me` is, and who does what is done here. */
	readonly me: string;
	/** Seconds between the engine's ticks. */
	readonly everyS: number;
	/** Shows the past; left out: there is only the present. */
	readonly timeMachine?: TimeMachine;
	/** The instant to begin at; left out: the present. */
	readonly startsAt?: number;
	/** Why a ticket's timers are due when they are, as lines. */
	readonly explain: (store: BoardStore, ticket: string, nowAt: number) => Promise<readonly string[]>;
	/** What this is called in its top left corner. */
	readonly title: string;
	/** The agreement in force as a document; null where there is none. */
	readonly agreementDocument: (store: BoardStore) => Promise<readonly string[] | null>;
	/** Tries changed agreements; left out: none can be tried. */
	readonly trials?: () => Promise<Trials>;
	/** The month so far; null where there is no agreement. */
	readonly monthView: (store: BoardStore, nowAt: number) => Promise<MonthView | null>;
	/** Writes the log to a file, and gives the number of rows; rejected with words for people. */
	readonly exportLog: (store: BoardStore, what: LogExport) => Promise<number>;
	/** When a calendar opens on the day after an instant's; null where it is not known. */
	readonly opensTomorrow: (store: BoardStore, calendar: string, at: number) => Promise<number | null>;
	readonly keymap: Keymap;
	/** The columns of the lists, before anybody has chosen others; left out: as many as fit. */
	readonly columns?: Readonly<Record<'risk' | 'log', ColumnChoice>>;
	/** What an earlier run has left; left out: nothing. */
	readonly kept?: Kept;
	readonly desktop: Desktop;
}
