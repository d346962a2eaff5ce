import { levels } from './define.ts';

const renamed = (expr: string, to: string, from: string): string => `label_replace(${expr}, "${to}", "$1", "${from}", "(.+)")`;

/**
 * An expression over series of the `ml_*` contract (catalogue/ml.ts) with the namespace and pod of the process that wrote them:
 * as scraped, or as OTLP brings them, in the resource attributes k8s.namespace.name and k8s.pod.name.
 */
export const reported = (expr: (matchers: string) => string): string => [
  '(',
  expr('k8s_pod_name=""'),
  'or',
  renamed(renamed(expr('k8s_pod_name!=""'), 'namespace', 'k8s_namespace_name'), 'pod', 'k8s_pod_name'),
  ')',
].join('\n');

/** The same for what belongs to a model rather than to a workload: its name is the label `model`, its version `version`. */
export const ofModel = (op: string, expr: (matchers: string) => string, more: readonly string[] = []): string =>
  `${op} by (${[...levels.model, ...more].join(', ')}) (\n${renamed(more.includes('version') ? renamed(reported(expr), 'version', 'model_version') : reported(expr), 'model', 'model_name')}\n)`;
