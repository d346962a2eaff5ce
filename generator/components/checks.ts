import { chartInfo, values } from '../chart.ts';
import { and, equal, go, helper, includeTest, isSet, not, or, type Condition, type Reference, type TemplateText } from '../helm/index.ts';
import { ampChecks } from './amp/checks.ts';
import { condition, connected, hasCertManager, hasOperator } from './cluster.ts';
import { wantsCertificate } from './mcp/certificate.ts';
import { refusedResources } from './mcp/readable.ts';
import { fixedNames } from './names.ts';
import { openSearchChecks } from './opensearch/checks.ts';
import { MARKER } from './release.ts';
import { routingChecks } from './routing-checks.ts';
import { sagemakerChecks } from './sagemaker/checks.ts';
import { answersQueries, hasGrafana, hasOpenSearch, hasOpenSearchIam, hasPrometheus } from './wiring.ts';

/** A contradiction between values, or between the values and the cluster. */
export interface Check {
  /** For tests and for readers: what is refused. */
  readonly refuses: string;
  readonly when: Condition;
  /** What is wrong and which value to set; a Go template expression where it names something found. */
  readonly message: string | TemplateText;
}

const { openSearchTls, openSearchUsers } = fixedNames;
const notIs = (value: Reference<string>, name: string): Condition => and(isSet(value), not(equal(value, name)));
const usesOperator = or(values.monitors.enabled, values.alerts.enabled);
const installs = 'helm show crds oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack --version 88.5.3 | kubectl apply --server-side -f -';

const releaseOf = (lookup: string): TemplateText => go`{{- $found := ${lookup} | default dict -}}
{{- $by := dig "metadata" "annotations" dict $found -}}
{{- $name := index $by "meta.helm.sh/release-name" -}}
{{- $namespace := index $by "meta.helm.sh/release-namespace" -}}
{{- if and $name (or (ne $name .Release.Name) (ne $namespace .Release.Namespace)) }}{{ printf "%s in the namespace %s" $name $namespace }}{{ end -}}`;
const otherInNamespace = helper(
  `${chartInfo.name}.otherInNamespace`,
  'Another release of this chart in the namespace, or nothing. Where Helm sees no cluster it finds none.',
  releaseOf(`lookup "v1" "ConfigMap" .Release.Namespace "${MARKER}"`),
);
const otherInCluster = helper(
  `${chartInfo.name}.otherInCluster`,
  'Another release in the cluster that measures its nodes, or nothing.',
  releaseOf(`lookup "rbac.authorization.k8s.io/v1" "ClusterRole" "" "${MARKER}"`),
);
const { kubernetes } = values.mcp;
const clusterWide = or(values.prometheus.enabled, values.dcgm.enabled, values.neuron.enabled);

const unknownFamilies = helper(
  `${chartInfo.name}.unknownFamilies`,
  'Families to which namespaces are sent and which do not exist, or nothing.',
  go`{{- $wrong := list -}}
{{- $families := ${values.logs.families} -}}
{{- range $namespace, $family := ${values.logs.routing.namespaces} -}}
{{- if not (hasKey $families $family) -}}{{- $wrong = append $wrong (printf "%s: %s" $namespace $family) -}}{{- end -}}
{{- end -}}
{{- join ", " $wrong -}}`,
);

/** Every combination that is refused, each with the value to set. */
export const checks: readonly Check[] = [
  {
    refuses: 'a second release in the namespace',
    when: includeTest(otherInNamespace),
    message: go`printf "there is the release %s already: upgrade that one, or install into another namespace" (include ${otherInNamespace} .)`,
  },
  {
    refuses: 'a second Prometheus, DCGM exporter or Neuron monitor in the cluster',
    when: and(clusterWide, includeTest(otherInCluster)),
    message: go`printf "the release %s measures this cluster already: set prometheus.enabled=false, dcgm.enabled=false and neuron.enabled=false in this one" (include ${otherInCluster} .)`,
  },
  {
    refuses: 'monitors or rules without the Prometheus Operator',
    when: and(not(values.prometheus.enabled), usesOperator, connected, not(hasOperator)),
    message: `monitors and rules need the Prometheus Operator, which this cluster does not have: set prometheus.enabled=true, or monitors.enabled=false and alerts.enabled=false, or install its CRDs: ${installs}`,
  },
  {
    refuses: 'the stack switched on by upgrade without its CRDs',
    when: and(values.prometheus.enabled, condition('.Release.IsUpgrade'), connected, not(hasOperator)),
    message: `prometheus.enabled=true needs the CRDs of the Prometheus Operator, and Helm installs CRDs on install only. First run: ${installs}`,
  },
  {
    refuses: 'Grafana of the stack beside Grafana of this chart',
    when: condition('(index .Values "kube-prometheus-stack" "grafana" | default dict).enabled'),
    message: 'kube-prometheus-stack.grafana.enabled=true would start a second Grafana: remove it; the toggle is grafana.enabled',
  },
  {
    refuses: 'an external Prometheus beside the own one',
    when: and(answersQueries, isSet(values.external.prometheus.url)),
    message: 'external.prometheus.url is used only where prometheus.enabled=false: set that, or remove the address',
  },
  {
    refuses: 'an external Grafana beside the own one',
    when: and(values.grafana.enabled, isSet(values.external.grafana.url)),
    message: 'external.grafana.url is used only where grafana.enabled=false: set that, or remove the address',
  },
  {
    refuses: 'an external OpenSearch beside the own one',
    when: and(values.opensearch.enabled, isSet(values.external.opensearch.url)),
    message: 'external.opensearch.url is used only where opensearch.enabled=false: set that, or remove the address',
  },
  {
    refuses: 'an external OpenSearch without credentials',
    when: and(not(values.opensearch.enabled), isSet(values.external.opensearch.url), not(hasOpenSearchIam), not(isSet(values.credentials.opensearch.existingSecret))),
    message: `external.opensearch.url needs a Secret with the keys writer-password, reader-password and monitor-password: create it and set credentials.opensearch.existingSecret=${openSearchUsers}`,
  },
  {
    refuses: 'Fluent Bit without a store',
    when: and(values.fluentbit.enabled, not(hasOpenSearch)),
    message: 'fluentbit.enabled=true has no store for the logs: set opensearch.enabled=true or external.opensearch.url, or fluentbit.enabled=false',
  },
  {
    refuses: 'OpenCost without Prometheus',
    when: and(values.opencost.enabled, not(hasPrometheus)),
    message: 'opencost.enabled=true needs a Prometheus to ask: set prometheus.enabled=true, external.prometheus.url or global.amp.query=true, or opencost.enabled=false',
  },
  {
    refuses: 'OpenCost at another Prometheus than the rest',
    when: and(
      values.opencost.enabled,
      not(answersQueries),
      isSet(values.external.prometheus.url),
      condition('ne (dig "opencost" "prometheus" "external" "url" "" .Values.opencost) .Values.external.prometheus.url'),
    ),
    message: go`printf "OpenCost cannot see external.prometheus.url: set opencost.opencost.prometheus.external.url=%s as well" .Values.external.prometheus.url`,
  },
  {
    refuses: 'MCP for Prometheus without Prometheus',
    when: and(values.mcp.enabled, values.mcp.prometheus.enabled, not(hasPrometheus)),
    message: 'mcp.prometheus has nothing to ask: set prometheus.enabled=true, external.prometheus.url or global.amp.query=true, or mcp.prometheus.enabled=false',
  },
  {
    refuses: 'MCP for OpenSearch without OpenSearch',
    when: and(values.mcp.enabled, values.mcp.opensearch.enabled, not(hasOpenSearch)),
    message: 'mcp.opensearch has nothing to ask: set opensearch.enabled=true or external.opensearch.url, or mcp.opensearch.enabled=false',
  },
  {
    refuses: 'MCP for Grafana without Grafana',
    when: and(values.mcp.enabled, values.mcp.grafana.enabled, not(hasGrafana)),
    message: 'mcp.grafana has nothing to ask: set grafana.enabled=true or external.grafana.url, or mcp.grafana.enabled=false',
  },
  {
    refuses: 'MCP for Grafana without a token',
    when: and(values.mcp.enabled, values.mcp.grafana.enabled, not(isSet(values.mcp.grafana.existingSecret))),
    message: 'mcp.grafana has no login: in Grafana make a service account with the role Viewer and a token of it, put the token into a Secret (kubectl create secret generic grafana-viewer --from-literal=token=TOKEN), and set mcp.grafana.existingSecret=grafana-viewer',
  },
  {
    refuses: 'Secrets or ConfigMaps in what the MCP server of Kubernetes reads',
    when: and(values.mcp.enabled, kubernetes.enabled, includeTest(refusedResources)),
    message: go`printf "mcp.kubernetes.readable lists %s: nobody reads Secrets through an agent, so take them out; for ConfigMaps set mcp.kubernetes.configMaps=true instead" (include ${refusedResources} .)`,
  },
  {
    refuses: 'an OpenID provider whose tokens for others would do',
    when: and(values.mcp.enabled, kubernetes.enabled, isSet(kubernetes.oidc.issuerUrl), not(isSet(kubernetes.oidc.audience))),
    message: 'mcp.kubernetes.oidc.issuerUrl without an audience would take tokens that were made for other services: set mcp.kubernetes.oidc.audience to the one that the API server asks for (--oidc-client-id)',
  },
  {
    refuses: 'certificates of cert-manager without cert-manager',
    when: and(values.mcp.enabled, wantsCertificate, connected, not(hasCertManager)),
    message: 'mcp.tls.issuerRef needs cert-manager, which this cluster does not have: install it, or name a Secret with the keys tls.crt and tls.key in mcp.tls.existingSecret',
  },
  {
    refuses: 'users of OpenSearch under another name than the dependencies read',
    when: notIs(values.credentials.opensearch.existingSecret, openSearchUsers),
    message: go`printf "credentials.opensearch.existingSecret=%s: OpenSearch and Fluent Bit read the Secret ${openSearchUsers} and cannot be told otherwise by this chart: call yours so" .Values.credentials.opensearch.existingSecret`,
  },
  {
    refuses: 'certificates of OpenSearch under another name than the dependencies mount',
    when: notIs(values.credentials.opensearch.existingTlsSecret, openSearchTls),
    message: go`printf "credentials.opensearch.existingTlsSecret=%s: OpenSearch and Fluent Bit mount the Secret ${openSearchTls} and cannot be told otherwise by this chart: call yours so" .Values.credentials.opensearch.existingTlsSecret`,
  },
  ...ampChecks(),
  ...openSearchChecks(),
  {
    refuses: 'a family of logs that does not exist',
    when: includeTest(unknownFamilies),
    message: go`printf "logs.routing.namespaces names families that logs.families does not have (%s): correct the name, or add the family there" (include ${unknownFamilies} .)`,
  },
  ...routingChecks(),
  ...sagemakerChecks(),
  ...registryChecks(),
  ...['otel'].map(name => ({
    refuses: `${name}, which is not part of this version`,
    when: values[name as 'otel'].enabled,
    message: `${name}.enabled=true: this version of the chart does not have it yet: set ${name}.enabled=false`,
  })),
];

/** The registry for all images reaches the dependencies that read `global.imageRegistry`; the others have to be told. */
function registryChecks(): Check[] {
  const registry = '.Values.global.imageRegistry';
  const others = [
    { toggle: values.opensearch.enabled, path: 'global.dockerRegistry', value: '.Values.global.dockerRegistry', right: '%s' },
    { toggle: values.fluentbit.enabled, path: 'fluent-bit.image.repository', value: 'dig "image" "repository" "" (index .Values "fluent-bit")', right: '%s/fluent/fluent-bit' },
    {
      toggle: and(values.fluentbit.enabled, condition('dig "hotReload" "enabled" false (index .Values "fluent-bit")')),
      path: 'fluent-bit.hotReload.image.repository',
      value: 'dig "hotReload" "image" "repository" "" (index .Values "fluent-bit")',
      right: '%s/jimmidyson/configmap-reload',
    },
    { toggle: values.opencost.enabled, path: 'opencost.opencost.exporter.image.registry', value: 'dig "opencost" "exporter" "image" "registry" "" .Values.opencost', right: '%s' },
  ];
  return others.map(({ toggle, path, value, right }) => ({
    refuses: `a registry for all images without ${path}`,
    when: and(toggle, isSet(values.global.imageRegistry), condition(`not (hasPrefix ${registry} (${value} | default ""))`)),
    message: go`printf "global.imageRegistry does not reach one of the dependencies: set ${path}=${right} as well" ${registry}`,
  }));
}

/** Refuses: all that is wrong at once, before anything is changed. */
export const checksHelper = helper(
  `${chartInfo.name}.checks`,
  'Refuses values that contradict each other or the cluster. Generated from generator/components/checks.ts.',
  go`{{- $wrong := list }}${{ text: checks.map(branch).join('') }}
{{- with $wrong }}
{{- fail (printf "\n\n${chartInfo.name} cannot be installed like this:\n  - %s\n" (join "\n  - " .)) }}
{{- end }}`,
);

function branch({ refuses, when, message }: Check): string {
  const text = typeof message === 'string' ? JSON.stringify(message) : `(${message.text})`;
  return go`
{{- /* ${refuses} */}}
{{- if ${when} }}
{{- $wrong = append $wrong ${{ text }} }}
{{- end }}`.text;
}
