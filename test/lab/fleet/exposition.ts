/** One series of a metric at one moment. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric with its series, as the Prometheus text format groups them. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Of a histogram, each with the end of its name: `_bucket`, `_sum` or `_count`. */
  readonly samples: readonly (Sample & { readonly suffix?: '_bucket' | '_sum' | '_count' })[];
}

/**
 * The samples of one histogram whose observations follow `share`: the part of them that is at most a bound.
 * @param observations how many there were so far
 * @param mean of the observations, in the metric's unit
 */
export function histogramSamples(labels: Sample['labels'], bounds: readonly number[], share: (bound: number) => number, observations: number, mean: number): Family['samples'] {
  const buckets = [...bounds.map((bound) => ({ le: String(bound), value: Math.floor(observations * share(bound)) })), { le: '+Inf', value: Math.floor(observations) }];
  return [
    ...buckets.map(({ le, value }) => ({ suffix: '_bucket' as const, labels: { ...labels, le }, value })),
    { suffix: '_sum', labels, value: observations * mean },
    { suffix: '_count', labels, value: Math.floor(observations) },
  ];
}

/** The Prometheus text format 0.0.4 of the families that have a sample. */
export const exposition = (families: readonly Family[]): string =>
  families
    .filter((family) => family.samples.length > 0)
    .map(({ name, type, help, samples }) =>
      [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...samples.map((sample) => line(`${name}${sample.suffix ?? ''}`, sample))].join('\n') + '\n',
    )
    .join('');

function line(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
