import { upstream } from './stubs.ts';

/** A way to install the chart. */
export interface Scenario {
  readonly title: string;
  readonly release?: string;
  readonly values?: object;
  /** What the user brings; see danglingReferences. */
  readonly elsewhere?: readonly RegExp[];
}

/** The longest name that Helm takes. */
export const longRelease = 'observability'.padEnd(53, '-x');

/** Everything that changes the names of objects. */
export const naming: readonly Scenario[] = [
  { title: 'release observability' },
  { title: 'release foo', release: 'foo' },
  { title: 'release kube-prometheus-stack', release: 'kube-prometheus-stack' },
  { title: 'a release name of 53 characters', release: longRelease },
  { title: 'clean names of the operator\'s objects', values: at('kube-prometheus-stack.cleanPrometheusOperatorObjectNames', true) },
  ...upstream.map(({ name }) => ({ title: `${name} with fullnameOverride`, values: at(`${name}.fullnameOverride`, 'renamed') })),
];

const prometheus = { url: 'http://prometheus.elsewhere.svc:9090' };
/** Where others cannot do without a dependency: the user's own in its place, named as the chart's checks ask for. */
const replacements: Readonly<Record<string, Pick<Scenario, 'values' | 'elsewhere'>>> = {
  'kube-prometheus-stack': {
    values: { external: { prometheus }, opencost: { opencost: { prometheus: { external: prometheus } } } },
    elsewhere: [/Service elsewhere\/prometheus$/],
  },
  opensearch: {
    values: { external: { opensearch: { url: 'https://opensearch.elsewhere.svc:9200' } }, credentials: { opensearch: { existingSecret: 'observability-opensearch-users' } } },
    elsewhere: [/Service elsewhere\/opensearch$/, /Secret monitoring\/observability-opensearch-(users|tls)$/],
  },
};

/** Each dependency switched off. */
export const without: readonly Scenario[] = upstream.map(({ name, condition }) => ({
  title: `without ${name}`,
  ...replacements[name],
  values: { ...at(condition!, false), ...replacements[name]?.values },
}));

const takesOtlp = at('prometheus.prometheusSpec.enableOTLPReceiver', true);

/** What is off by default, switched on with what it can be told. */
export const optional: readonly Scenario[] = [
  { title: 'OTLP', values: { otel: { enabled: true, auth: { mode: 'token' }, traces: { awsRegion: 'eu-west-1' } }, 'kube-prometheus-stack': takesOtlp } },
  {
    title: 'OTLP with TLS and a queue of its own, under a long release name',
    release: longRelease,
    values: { otel: { enabled: true, tls: { issuerRef: { name: 'ca' } }, queue: { persistent: true } }, 'kube-prometheus-stack': takesOtlp },
    elsewhere: [/^Secret monitoring\/.*-otel-collector-tls$/],
  },
  { title: 'the MCP servers', values: { mcp: { enabled: true, grafana: { enabled: true, existingSecret: 'grafana-viewer' } } }, elsewhere: [/^key token of Secret monitoring\/grafana-viewer$/] },
  {
    title: 'the MCP servers behind proxies, under a long release name',
    release: longRelease,
    values: { mcp: { enabled: true, grafana: { enabled: true, existingSecret: 'grafana-viewer' }, auth: { mode: 'token' }, tls: { issuerRef: { name: 'ca' } } } },
    elsewhere: [/^Secret monitoring\/.*-mcp-\w+-tls$/, /^key token of Secret monitoring\/grafana-viewer$/],
  },
];

/** {a: {b: value}} from "a.b". */
function at(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}
