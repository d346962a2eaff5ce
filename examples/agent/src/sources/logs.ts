import type { Place, Window } from '../findings.ts';

/** A line of the log store, in the fields that the chart's pipeline writes. */
export interface LogLine {
  /** Unix seconds. */
  readonly at: number;
  readonly message: string;
  readonly cluster?: string;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly workload?: string;
}

export interface LogQuery {
  /** A line must have one of these, word for word, whatever its case and punctuation. */
  readonly phrases: readonly string[];
  readonly window: Window;
  /** Only lines of this place. */
  readonly place: Pick<Place, 'cluster' | 'node' | 'namespace' | 'pod'>;
  /** The newest so many. */
  readonly limit: number;
}

/** What analyzers ask of a log store. */
export interface Logs {
  search(query: LogQuery): Promise<LogLine[]>;
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** Whether a line has a phrase as OpenSearch's `match_phrase` sees it: the same words in a row. */
export function hasPhrase(message: string, phrase: string): boolean {
  return ` ${words(message).join(' ')} `.includes(` ${words(phrase).join(' ')} `);
}

/** Lines that are at hand, searched as the store would. */
export function logsInMemory(lines: readonly LogLine[]): Logs {
  return {
    search: async ({ phrases, window, place, limit }) => lines
      .filter((line) => line.at >= window.from && line.at <= window.to)
      .filter((line) => (['cluster', 'node', 'namespace', 'pod'] as const).every((field) => place[field] === undefined || line[field] === place[field]))
      .filter(({ message }) => phrases.some((phrase) => hasPhrase(message, phrase)))
      .sort((one, other) => other.at - one.at)
      .slice(0, limit),
  };
}
