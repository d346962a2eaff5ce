/** One series of an answer; `points` are the numbers in time order (one for an instant query). */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly number[];
}

/** A scrape target as Prometheus reports it. */
export interface Target {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: 'up' | 'down' | 'unknown';
  /** Empty while the target is up. */
  readonly lastError: string;
}

/** A rule as Prometheus reports it. */
export interface Rule {
  readonly group: string;
  readonly kind: 'recording' | 'alerting';
  /** Name of the alert or of the recorded series. */
  readonly name: string;
  readonly query: string;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError: string;
}

/** A stretch of time, in unix seconds. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** The part of Prometheus' HTTP API that the lab and its tests use. Every call throws Prometheus' own error text. */
export class PrometheusClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async query(expr: string, time?: number): Promise<Series[]> {
    return toSeries(await this.#get<QueryData>('/api/v1/query', { query: expr, ...(time !== undefined && { time: String(time) }) }));
  }

  async queryRange(expr: string, { start, end, step }: TimeRange): Promise<Series[]> {
    return toSeries(await this.#get<QueryData>('/api/v1/query_range', { query: expr, start: String(start), end: String(end), step: String(step) }));
  }

  /** The values of a label, over all series or those of one selector. */
  labelValues(label: string, selector?: string): Promise<string[]> {
    return this.#get(`/api/v1/label/${encodeURIComponent(label)}/values`, selector ? { 'match[]': selector } : {});
  }

  async targets(): Promise<Target[]> {
    return (await this.#get<{ activeTargets: Target[] }>('/api/v1/targets', { state: 'active' })).activeTargets;
  }

  async rules(): Promise<Rule[]> {
    type ApiRule = Omit<Rule, 'group' | 'kind'> & { type: Rule['kind'] };
    const { groups } = await this.#get<{ groups: { name: string; rules: ApiRule[] }[] }>('/api/v1/rules');
    return groups.flatMap((group) =>
      group.rules.map(({ type, name, query, health, lastError }) => ({ group: group.name, kind: type, name, query, health, lastError: lastError ?? '' })),
    );
  }

  /** Makes Prometheus read its configuration again; it must run with `--web.enable-lifecycle`. */
  async reload(): Promise<void> {
    const response = await fetch(`${this.url}/-/reload`, { method: 'POST' });
    if (!response.ok) throw new Error(`Prometheus refuses its configuration: ${await response.text()}`);
  }

  async #get<T>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await fetch(`${this.url}${path}?${new URLSearchParams(parameters)}`);
    const answer = (await response.json()) as { status: string; data: T; error?: string };
    if (answer.status !== 'success') throw new Error(answer.error ?? `${path}: HTTP ${response.status}`);
    return answer.data;
  }
}

type Point = [number, string];

type QueryData =
  | { resultType: 'vector'; result: { metric: Record<string, string>; value?: Point; histogram?: unknown }[] }
  | { resultType: 'matrix'; result: { metric: Record<string, string>; values?: Point[]; histograms?: unknown[] }[] }
  | { resultType: 'scalar' | 'string'; result: Point };

function toSeries(data: QueryData): Series[] {
  switch (data.resultType) {
    case 'vector':
      return data.result.map(({ metric, value }) => ({ labels: metric, points: value ? [Number(value[1])] : [] }));
    case 'matrix':
      return data.result.map(({ metric, values = [] }) => ({ labels: metric, points: values.map(([, value]) => Number(value)) }));
    case 'scalar':
    case 'string':
      return [{ labels: {}, points: [Number(data.result[1])] }];
  }
}
