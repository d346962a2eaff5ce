import type { LogLine } from '../../src/sources/logs.ts';
import type { KubernetesObject } from '../../src/sources/kubernetes.ts';

/** The moment at which every fixture is asked, in unix seconds; fixed, so that what is computed of it can be kept. */
export const at = Date.UTC(2026, 0, 15, 12) / 1000;

/** The value at a minute counted from the question (−60 is an hour before it); undefined where nothing was scraped. */
export type Course = number | ((minute: number) => number | undefined);

/** A series as a Prometheus would have scraped it, a point a minute. The label `cluster` is put on where the fixture is loaded. */
export interface SimulatedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly course: Course;
}

/** A piece of a cluster: what its exporters, API server and log store say. */
export interface World {
  readonly series?: readonly SimulatedSeries[];
  readonly objects?: readonly KubernetesObject[];
  readonly lines?: readonly LogLine[];
}

const identity = ({ name, labels }: SimulatedSeries): string => name + JSON.stringify(Object.entries(labels).sort());

/** Parts of one cluster. What two of them tell is told once, as the first has it. */
export const together = (...parts: readonly World[]): Required<World> => ({
  series: [...new Map(parts.flatMap(({ series = [] }) => series).reverse().map((one) => [identity(one), one])).values()].reverse(),
  objects: parts.flatMap(({ objects = [] }) => objects),
  lines: parts.flatMap(({ lines = [] }) => lines),
});

export const series = (name: string, labels: Readonly<Record<string, string>>, course: Course): SimulatedSeries => ({ name, labels, course });

export const valueAt = (course: Course, minute: number): number | undefined => (typeof course === 'number' ? course : course(minute));

/** What a counter shows that grows by so much each second; it starts at zero, a day before the question. */
export const total = (perSecond: Course): Course => {
  const known = new Map<number, number>();
  const begin = -24 * 60;
  return (minute) => {
    if (valueAt(perSecond, minute) === undefined) return undefined;
    let from = minute;
    while (from > begin && !known.has(from)) from--;
    let sum = known.get(from) ?? 0;
    for (let now = from + 1; now <= minute; now++) known.set(now, (sum += (valueAt(perSecond, now) ?? 0) * 60));
    return sum;
  };
};

/** One value until a minute, then another. */
export const switching = (before: number | undefined, minute: number, after: number | undefined): Course => (now) => (now < minute ? before : after);

/** Only from a minute on. */
export const from = (minute: number, course: Course): Course => (now) => (now < minute ? undefined : valueAt(course, now));

/** Only until a minute. */
export const until = (minute: number, course: Course): Course => (now) => (now > minute ? undefined : valueAt(course, now));

/** A course that swings around a value by a share of it, as measured numbers do. */
export const about = (value: number, share = 0.05): Course => (minute) => value * (1 + share * Math.sin(minute * 1.7));

/** As Kubernetes writes a moment. */
export const timestamp = (minute: number): string => new Date((at + minute * 60) * 1000).toISOString().replace('.000', '');
