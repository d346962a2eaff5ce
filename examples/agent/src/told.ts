import type { View } from './analyzer.ts';
import type { Evidence, Place } from './findings.ts';
import type { LogLine } from './sources/logs.ts';
import { shown as readable } from './text.ts';

/** Words by which a program says what is the matter. */
export interface Telltale {
  /** What the store is searched for; a line needs one of them. */
  readonly phrases: readonly string[];
  /** What a line must look like: the same words may stand in a hint or a question. */
  readonly pattern: RegExp;
}

/** What one workload, pod or node said. */
export interface Told {
  readonly place: Place;
  /** Oldest first. */
  readonly lines: readonly LogLine[];
}

/** More lines than this are of a program that repeats itself. */
const limit = 500;
const lastLines = 5;

function placeOf(line: LogLine, { census }: View): Place {
  const { cluster, node, namespace, pod, container, workload } = line;
  const known = namespace !== undefined && pod !== undefined ? census.pod(namespace, pod) : undefined;
  const own: Place = Object.fromEntries(Object.entries({ cluster, node, namespace, pod, container, workload }).filter(([, value]) => value !== undefined));
  return { ...known, ...own };
}

/** Searches the logs of the scope; lines are brought together by workload, or by `by`. What a line says is data: it is matched and shown, and changes nothing of what is asked. */
export async function told(view: View, { phrases, pattern }: Telltale, by: (place: Place) => string = ({ cluster, namespace, workload, pod }) => JSON.stringify([cluster, namespace, workload ?? pod])): Promise<Told[]> {
  const { cluster, namespace } = view.scope;
  const found = await view.logs.search({ phrases, window: view.window, place: { ...(cluster !== undefined && { cluster }), ...(namespace !== undefined && { namespace }) }, limit });
  const groups = new Map<string, { place: Place; lines: LogLine[] }>();
  for (const line of found.filter(({ message }) => pattern.test(message)).reverse()) {
    const place = placeOf(line, view);
    if (!view.census.concerns(place)) continue;
    const group = groups.get(by(place));
    if (group) group.lines.push(line);
    else groups.set(by(place), { place, lines: [line] });
  }
  return [...groups.values()].map(({ place, lines }) => ({ place: samePod(lines) ? place : { ...place, pod: undefined!, container: undefined!, node: undefined! }, lines })).map(({ place, lines }) => ({
    place: Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)), lines,
  }));
}

const samePod = (lines: readonly LogLine[]): boolean => new Set(lines.map(({ pod }) => pod)).size === 1;

/** The last lines of what was told, ready to be shown. */
export const quoted = ({ place, lines }: Told): Evidence => ({
  kind: 'logs', place, lines: lines.slice(-lastLines).map(({ message }) => readable(message)), window: { from: lines[0]!.at, to: lines.at(-1)!.at },
});
