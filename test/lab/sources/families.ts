import { histogramSamples, type Family, type Sample } from '../fleet/exposition.ts';

type Labels = Sample['labels'];

const help = (name: string): string => `${name.replaceAll('_', ' ')}.`;

export const gauge = (name: string, samples: readonly Sample[]): Family => ({ name, type: 'gauge', help: help(name), samples });
export const counter = (name: string, samples: readonly Sample[]): Family => ({ name, type: 'counter', help: help(name), samples: samples.map(({ labels, value }) => ({ labels, value: Math.floor(value) })) });

/** What a histogram holds of one set of labels: how many observations there were so far, and their mean; they are spread exponentially. */
export interface Observed {
  readonly labels: Labels;
  readonly count: number;
  readonly mean: number;
}

export const histogram = (name: string, bounds: readonly number[], observed: readonly Observed[]): Family => ({
  name, type: 'histogram', help: help(name), samples: observed.flatMap(({ labels, count, mean }) => histogramSamples(labels, bounds, (bound) => 1 - Math.exp(-bound / mean), count, mean)),
});

/** One series without labels of its own. */
export const one = (value: number): Sample[] => [{ labels: {}, value }];

/** A series for each value of a label. */
export const by = (label: string, values: Readonly<Record<string, number>>, labels: Labels = {}): Sample[] => Object.entries(values).map(([name, value]) => ({ labels: { ...labels, [label]: name }, value }));
