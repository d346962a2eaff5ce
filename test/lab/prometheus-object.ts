import type { KubernetesObject } from './workloads.ts';

type Values = Readonly<Record<string, unknown>>;

const selected = ['serviceMonitor', 'podMonitor', 'rule', 'probe', 'scrapeConfig'] as const;

/** Fields of `prometheusSpec` that the lab's object takes over as they are. */
const copied = ['scrapeClasses', 'scrapeInterval', 'evaluationInterval', 'externalLabels', 'retention', 'retentionSize', 'enableFeatures', 'enableOTLPReceiver', 'otlp', 'tsdb', 'portName'];

export interface PrometheusObjectOptions {
  readonly name: string;
  readonly namespace: string;
  readonly release: string;
  /** All values of the release, as `helm get values --all` gives them. */
  readonly values: Values;
}

/**
 * The Prometheus object that the stack chart would make from the values of the release; for stub charts, which make none.
 * It selects what the real one selects.
 */
export function prometheusObject({ name, namespace, release, values }: PrometheusObjectOptions): KubernetesObject {
  const spec = at(values, 'kube-prometheus-stack', 'prometheus', 'prometheusSpec');
  const selectors = selected.flatMap((kind) => [
    [`${kind}Selector`, selectorOf(spec, kind, release)],
    [`${kind}NamespaceSelector`, spec[`${kind}NamespaceSelector`] ?? {}],
  ]);
  const fields = copied.filter((field) => isSet(spec[field])).map((field) => [field, rendered(spec[field], values, release)]);
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    metadata: { name, namespace },
    spec: { replicas: 1, ...Object.fromEntries([...selectors, ...fields]) },
  };
}

/** The stack selects by its release label unless told otherwise. */
function selectorOf(spec: Values, kind: (typeof selected)[number], release: string): unknown {
  const given = spec[`${kind}Selector`];
  if (isSet(given)) return given;
  return spec[`${kind}SelectorNilUsesHelmValues`] === false ? {} : { matchLabels: { release } };
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && JSON.stringify(value) !== '{}' && JSON.stringify(value) !== '[]';

/** Templates in values, as far as they only name a global value or the release. */
function rendered(value: unknown, values: Values, release: string): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string'
      ? part
          .replaceAll(/\{\{-? *\.Values\.([\w.]+)(?: *\| *quote)? *-?\}\}/g, (_all, path: string) => String(at(values, ...path.split('.'))))
          .replaceAll(/\{\{-? *\.Release\.Name *-?\}\}/g, release)
      : part,
  ) as unknown;
}

const at = (values: Values, ...path: readonly string[]): Values => path.reduce((inner, key) => (inner[key] ?? {}) as Values, values);
