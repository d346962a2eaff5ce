import { masked, plain } from '../text.ts';
import { aborted, deadline } from './deadline.ts';
import type { ToolDescription } from './model.ts';

/** Something that a model may ask for. All of them only read. */
export interface Tool extends ToolDescription {
  call(input: unknown, signal: AbortSignal): Promise<string>;
}

/**
 * What a tool says, fit to be told to a model: masked, without control characters, and no longer than the budget. Of what is too long the beginning and the end are kept, with a note of what was cut.
 * @param budget in characters
 */
export function trimmed(text: string, budget: number): string {
  const whole = masked(text).split('\n').map(plain).join('\n');
  if (whole.length <= budget) return whole;
  const head = Math.floor(budget * 0.7), tail = budget - head;
  return `${whole.slice(0, head)}\n[… ${whole.length - budget} of ${whole.length} characters were cut; ask for less, by a narrower query or a shorter time …]\n${whole.slice(-tail)}`;
}

/** Frames what a tool says, so that a model can tell it from what it was asked; the marker cannot be guessed by whoever wrote a log line. */
export const asData = (name: string, text: string, marker: string): string => `<data tool="${name}" marker="${marker}">\n${text.replaceAll(marker, '')}\n</data marker="${marker}">`;

/** Runs a tool within a time; rejects when the caller has gone or the time is over, also where the tool itself never answers. */
export async function within<T>(work: (signal: AbortSignal) => Promise<T>, ms: number, outer: AbortSignal): Promise<T> {
  const { signal, end } = deadline(ms, outer);
  const over = aborted(signal);
  over.catch(() => undefined);
  try {
    return await Promise.race([work(signal), over]);
  } finally {
    end();
  }
}
