import { PrometheusError, type PrometheusClient, type Rule, type Target } from './prometheus.ts';

/** The part of a Prometheus that is asked. */
export type Prometheus = Pick<PrometheusClient, 'query' | 'queryRange' | 'labelValues' | 'targets' | 'scrapePools' | 'rules'>;

/** What is known of a Prometheus; what its API does not tell is undefined. */
export interface Facts {
  /** Names of all series that it has. */
  readonly metrics: ReadonlySet<string>;
  /** Scrape targets; where the API has none, what `up` tells of them. */
  readonly targets: readonly Target[];
  /** Jobs that it is told to scrape. */
  readonly pools: readonly string[] | undefined;
  readonly rules: readonly Rule[] | undefined;
  /** Extended resources that nodes offer, as kube-state-metrics writes them. */
  readonly resources: ReadonlySet<string> | undefined;
  /** What could not be asked, and what that hides. */
  readonly limits: readonly string[];
}

/** @throws PrometheusError when not even series can be asked for */
export async function factsOf(prometheus: Prometheus): Promise<Facts> {
  const metrics = new Set(await prometheus.labelValues('__name__'));
  const limits: string[] = [];
  const orNothing = async <T>(ask: () => Promise<T>, limit: string): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      limits.push(`${limit} (${error.message})`);
      return undefined;
    }
  };
  const [targets, pools, rules, resources] = await Promise.all([
    orNothing(() => prometheus.targets(), 'It lists no targets, as Mimir, Thanos and Amazon Managed Prometheus do not: whether a source is up is read from the series "up", without the error'),
    orNothing(() => prometheus.scrapePools(), 'It does not say what it is told to scrape: a source that is switched off looks like one that is not there'),
    orNothing(() => prometheus.rules(), 'It lists no rules: whether those of this chart are loaded cannot be told'),
    orNothing(async () => (metrics.has(NODE_RESOURCES) ? new Set(await prometheus.labelValues('resource', NODE_RESOURCES)) : undefined), 'It does not say what nodes offer'),
  ]);
  return { metrics, targets: targets ?? (await targetsByUp(prometheus)), pools, rules, resources, limits };
}

const NODE_RESOURCES = 'kube_node_status_allocatable';

async function targetsByUp(prometheus: Prometheus): Promise<Target[]> {
  return (await prometheus.query('up')).map(({ labels, points }) => ({
    scrapePool: labels['job'] ?? '', scrapeUrl: labels['instance'] ?? '', labels, health: points[0] === 0 ? 'down' : 'up', lastError: points[0] === 0 ? 'its series "up" is 0' : '',
  }));
}
