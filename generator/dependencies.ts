import { createHash } from 'node:crypto';

/** An upstream chart that this one brings. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** Empty: a folder of this chart. */
  readonly repository: string;
  /** Value that switches it. */
  readonly condition?: string;
}

/** Exactly pinned; what was checked with them is in test/upstream. */
export const dependencies: readonly Dependency[] = [
  { name: 'kube-prometheus-stack', version: '88.5.3', repository: 'https://prometheus-community.github.io/helm-charts', condition: 'prometheus.enabled' },
  { name: 'grafana', version: '12.11.1', repository: 'https://grafana-community.github.io/helm-charts', condition: 'grafana.enabled' },
  { name: 'opensearch', version: '3.6.0', repository: 'https://opensearch-project.github.io/helm-charts/', condition: 'opensearch.enabled' },
  { name: 'fluent-bit', version: '0.58.1', repository: 'https://fluent.github.io/helm-charts', condition: 'fluentbit.enabled' },
  { name: 'opencost', version: '2.5.17', repository: 'https://opencost.github.io/opencost-helm-chart', condition: 'opencost.enabled' },
  { name: 'helpers', version: '0.0.0', repository: '' },
  { name: 'dashboards', version: '0.0.0', repository: '' },
  { name: 'rules', version: '0.0.0', repository: '' },
  { name: 'runbooks', version: '0.0.0', repository: '' },
];

/**
 * The digest that `helm dependency build` compares with Chart.yaml: sha256 of [requirements, lock] as Go prints them
 * (helm/helm internal/resolver/resolver.go, HashReq).
 */
export function lockDigest(items: readonly Dependency[] = dependencies): string {
  const requirements = items.map(({ name, version, repository, condition }) => ({ name, version, repository, ...(condition ? { condition } : {}) }));
  const lock = items.map(({ name, version, repository }) => ({ name, version, repository }));
  return `sha256:${createHash('sha256').update(JSON.stringify([requirements, lock])).digest('hex')}`;
}
