/** One series of an answer; `points` are the numbers in time order (one for an instant query). */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly number[];
}

/** One series of a range, with the unix seconds of each point: where it has none, nothing was there. */
export interface TimedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly { readonly at: number; readonly value: number }[];
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

/** A family of metrics as a target exposes it; the type is `unknown` where it says none. */
export interface ExposedFamily {
  readonly job: string;
  readonly name: string;
  readonly type: string;
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

/** The server answered, but not with what was asked for. */
export class PrometheusError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The part of Prometheus' HTTP API that the doctor, the agent, the lab and its tests use. Every call throws {@link PrometheusError} with Prometheus' own error text. */
export class PrometheusClient {
  readonly url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;

  /** `headers` go with every request: a token, a tenant. A request that takes longer than `timeoutMs` fails. */
  constructor(url: string, headers: Readonly<Record<string, string>> = {}, timeoutMs = 60_000) {
    this.url = url.replace(/\/+$/, '');
    this.#headers = headers;
    this.#timeoutMs = timeoutMs;
  }

  async query(expr: string, time?: number): Promise<Series[]> {
    return toSeries(await this.#get<QueryData>('/api/v1/query', { query: expr, ...(time !== undefined && { time: String(time) }) }));
  }

  async queryRange(expr: string, range: TimeRange): Promise<Series[]> {
    return (await this.timed(expr, range)).map(({ labels, points }) => ({ labels, points: points.map(({ value }) => value) }));
  }

  /** As {@link queryRange}, with the time of each point. */
  async timed(expr: string, { start, end, step }: TimeRange): Promise<TimedSeries[]> {
    const { result } = await this.#get<RangeData>('/api/v1/query_range', { query: expr, start: String(start), end: String(end), step: String(step) });
    return result.map(({ metric, values = [] }) => ({ labels: metric, points: values.map(([at, value]) => ({ at, value: number(value) })) }));
  }

  /** The values of a label, over all series or those of one selector. */
  labelValues(label: string, selector?: string): Promise<string[]> {
    return this.#get(`/api/v1/label/${encodeURIComponent(label)}/values`, selector ? { 'match[]': selector } : {});
  }

  async targets(): Promise<Target[]> {
    return (await this.#get<{ activeTargets: Target[] }>('/api/v1/targets', { state: 'active' })).activeTargets;
  }

  /** The families that targets expose, one entry for each target and family. */
  async families(): Promise<ExposedFamily[]> {
    const answer = await this.#get<{ target: Readonly<Record<string, string>>; metric: string; type: string }[]>('/api/v1/targets/metadata');
    return answer.map(({ target, metric, type }) => ({ job: target['job'] ?? '', name: metric, type }));
  }

  /** The jobs that it is configured to scrape, also those without a target. */
  async scrapePools(): Promise<string[]> {
    return (await this.#get<{ scrapePools: string[] }>('/api/v1/scrape_pools')).scrapePools;
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
    const response = await this.#ask(`${this.url}${path}?${new URLSearchParams(parameters)}`);
    const text = await response.text();
    const answer = parsed(text) as { status?: string; data: T; error?: string } | undefined;
    if (answer?.status === 'success') return answer.data;
    throw new PrometheusError(response.status, answer?.error ?? `${path}: HTTP ${response.status} ${text.slice(0, 200)}`.trim());
  }

  async #ask(url: string): Promise<Response> {
    try {
      return await fetch(url, { headers: this.#headers, signal: AbortSignal.timeout(this.#timeoutMs) });
    } catch (error) {
      // fetch says only "fetch failed" and keeps the reason in its cause.
      const { message, cause } = error as Error;
      throw new PrometheusError(0, cause instanceof Error && cause.message ? cause.message : message);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Point = [number, string];

/** Prometheus writes infinity as Go does. */
const number = (text: string): number => Number(text.replace('Inf', 'Infinity'));

interface RangeData {
  readonly result: { metric: Record<string, string>; values?: Point[]; histograms?: unknown[] }[];
}

type QueryData =
  | { resultType: 'vector'; result: { metric: Record<string, string>; value?: Point; histogram?: unknown }[] }
  | ({ resultType: 'matrix' } & RangeData)
  | { resultType: 'scalar' | 'string'; result: Point };

function toSeries(data: QueryData): Series[] {
  switch (data.resultType) {
    case 'vector':
      return data.result.map(({ metric, value }) => ({ labels: metric, points: value ? [number(value[1])] : [] }));
    case 'matrix':
      return data.result.map(({ metric, values = [] }) => ({ labels: metric, points: values.map(([, value]) => number(value)) }));
    case 'scalar':
    case 'string':
      return [{ labels: {}, points: [number(data.result[1])] }];
  }
}
