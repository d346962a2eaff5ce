import { PrometheusClient, type TimedSeries, type TimeRange } from '../../../../dashboards-src/doctor/prometheus.ts';

export type { TimedSeries } from '../../../../dashboards-src/doctor/prometheus.ts';

/** One series of an answer at one moment. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What analyzers ask of a Prometheus. Times are unix seconds. */
export interface Metrics {
  instant(expr: string, at: number): Promise<Sample[]>;
  range(expr: string, range: TimeRange): Promise<TimedSeries[]>;
}

export interface PrometheusOptions {
  readonly url: string;
  /** Go with every request: a token, a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one query, in milliseconds. */
  readonly timeoutMs?: number;
  /** Queries that may run at once: Prometheus itself runs 20 (`--query.max-concurrency`), and dashboards want theirs. */
  readonly parallel?: number;
}

/** Prometheus, or what speaks its API (Mimir, Thanos, Amazon Managed Prometheus through a proxy that signs). */
export function prometheus({ url, headers, timeoutMs = 10_000, parallel = 8 }: PrometheusOptions): Metrics {
  const client = new PrometheusClient(url, headers, timeoutMs);
  const limited = limit(parallel);
  return {
    instant: (expr, at) => limited(async () => (await client.query(expr, at)).flatMap(({ labels, points: [value] }) => (value === undefined ? [] : [{ labels, value }]))),
    range: (expr, range) => limited(() => client.timed(expr, range)),
  };
}

type Task<T> = () => Promise<T>;

function limit(parallel: number): <T>(task: Task<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= parallel) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await task();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
