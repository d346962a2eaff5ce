import { k8s } from 'cdk8s-plus-28';
import { opensearchExporter as catalogue } from '../../dashboards-src/catalogue/opensearch-exporter.ts';
import { chartInfo, values } from '../chart.ts';
import { Template, and, describe, given, go, helper, include, includeBlock, not, note, onlyWhen, or, sha256, when, type Templates } from '../helm/index.ts';
import { serviceAccount } from './exporter.ts';
import { podMonitor, type Endpoint, type Relabeling } from './kubernetes.ts';
import { fixedNames, imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from './names.ts';
import { networkPolicy, tcp, toDns, toOpenSearch, toPodIdentity } from './network-policy.ts';
import { hardened, runningAs } from './restricted.ts';
import { hasOpenSearch, hasOpenSearchCa, hasOpenSearchIam, openSearchMonitor, openSearchUrl } from './wiring.ts';

const COMPONENT = 'opensearch-exporter';
const METRICS = { name: 'metrics', port: 9114 } as const;
const CHECKS = { name: 'checks', port: 9115 } as const;
/** Both images run as `nobody`, but say so by name only, which Kubernetes cannot tell from root. */
const NOBODY = 65534;
const CA = '/etc/opensearch/tls';
const PASSWORD = '/etc/opensearch/password';

/** A module of blackbox_exporter: what to ask is the monitor's, how and what the answer must not be is said here. */
const check = (name: string, wrong?: string): string => go`
  ${name}:
    prober: http
    timeout: 8s
    http:
      follow_redirects: false
      basic_auth:
        username: {{ include ${openSearchMonitor} . | toJson }}
        password_file: ${PASSWORD}/monitor-password
      {{- if ${hasOpenSearchCa} }}
      tls_config:
        ca_file: ${CA}/ca.crt
      {{- end }}${wrong ? `\n      fail_if_body_json_matches_cel: ${JSON.stringify(wrong)}` : ''}`.text;

/**
 * An index whose policy failed for good, in the answer of Index State Management's explain API; indices without a policy have neither field, or null
 * (opensearch-project/index-management 3.4, ManagedIndexMetaData.toXContent).
 */
const policyFailed = ['action', 'retry_info'].map(part => `(has(body[index].${part}) && type(body[index].${part}) == map && body[index].${part}.failed == true)`).join(' || ');

const modules = helper(
  `${chartInfo.name}.openSearchChecks`,
  'Questions to OpenSearch that have no metric, as modules of blackbox_exporter.',
  go`modules:${{ text: check('answers') }}${{ text: check('policies', `body.exists(index, type(body[index]) == map && (${policyFailed}))`) }}`,
);

/** Everything else is counted for each index, of which a store has hundreds. */
const keepCatalogued: Relabeling = { action: 'keep', sourceLabels: ['__name__'], regex: include(helper(
  `${chartInfo.name}.openSearchMetrics`,
  'What is kept of the metrics of OpenSearch.',
  go`${catalogue.metrics.map(({ name }) => name).join('|')}`,
)) };

/** Asks OpenSearch at this path by the module of that name, which becomes the label `check`. The instance is what is asked, as all checks have one address. */
const asking = (name: string, path: string): Endpoint => ({
  port: CHECKS.name,
  path: '/probe',
  params: { module: [name], target: [`${include(openSearchUrl)}${path}`] },
  interval: values.opensearchExporter.interval,
  relabelings: [{ sourceLabels: ['__param_target'], targetLabel: 'instance' }],
  metricRelabelings: [{ targetLabel: 'check', replacement: name }],
});

/** Metrics of OpenSearch: of this release, or the one that is brought. */
export function opensearchExporter(templates: Templates): void {
  const { opensearchExporter: settings } = values;
  const template = new Template(templates, COMPONENT, {
    about: 'Exporter of OpenSearch: health, disk, heap, writes and policies of the store as metrics.',
    source: 'generator/components/opensearch-exporter.ts',
    named: `${chartInfo.name}.opensearchExporter`,
    when: and(settings.enabled, hasOpenSearch),
  });
  const metadata = { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) };
  // blackbox_exporter cannot sign requests.
  const asked = not(hasOpenSearchIam);
  const ca = { name: 'opensearch-ca', mountPath: CA, readOnly: true };
  const healthy = (path: string, port: string): k8s.Probe => ({ httpGet: { path, port: k8s.IntOrString.fromString(port) }, periodSeconds: 15, timeoutSeconds: 5 });

  serviceAccount(template, COMPONENT, settings.serviceAccountAnnotations);
  new k8s.KubeConfigMap(onlyWhen(template, 'asking', asked), 'checks', { metadata, data: { 'checks.yaml': includeBlock(modules) } });
  describe(
    new k8s.KubeDeployment(template, 'deployment', {
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: selectorLabels(COMPONENT) },
        template: {
          metadata: { labels: podLabelsOf(COMPONENT), ...when(asked, { annotations: { 'checksum/checks': sha256(include(modules)) } }) },
          spec: {
            serviceAccountName: nameOf(COMPONENT),
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: runningAs(NOBODY, { fsGroup: NOBODY }),
            nodeSelector: given(settings.nodeSelector),
            tolerations: given(settings.tolerations),
            containers: [
              {
                name: 'exporter',
                image: imageOf(settings.image),
                imagePullPolicy: settings.image.pullPolicy,
                args: [
                  `--web.listen-address=:${METRICS.port}`,
                  `--es.uri=${include(openSearchUrl)}`,
                  when(hasOpenSearchCa, `--es.ca=${CA}/ca.crt`),
                  '--es.timeout=8s',
                  '--es.all',
                  '--es.indices',
                  '--no-es.aliases',
                  '--es.indices_settings',
                  '--collector.clustersettings',
                  when(values.logs.snapshots.enabled, '--collector.snapshots'),
                  when(hasOpenSearchIam, `--aws.region=${values.external.opensearch.aws.region}`),
                ],
                ...when(asked, {
                  env: [
                    { name: 'ES_USERNAME', value: include(openSearchMonitor) },
                    { name: 'ES_PASSWORD', valueFrom: { secretKeyRef: { name: fixedNames.openSearchUsers, key: 'monitor-password' } } },
                  ],
                }),
                ports: [{ name: METRICS.name, containerPort: METRICS.port }],
                livenessProbe: healthy('/healthz', METRICS.name),
                readinessProbe: healthy('/healthz', METRICS.name),
                resources: given(settings.resources),
                securityContext: hardened,
                ...when(hasOpenSearchCa, { volumeMounts: [ca] }),
              },
              when(asked, {
                name: 'checks',
                image: imageOf(settings.checks.image),
                imagePullPolicy: settings.checks.image.pullPolicy,
                args: ['--config.file=/etc/checks/checks.yaml', `--web.listen-address=:${CHECKS.port}`],
                ports: [{ name: CHECKS.name, containerPort: CHECKS.port }],
                livenessProbe: healthy('/-/healthy', CHECKS.name),
                readinessProbe: healthy('/-/healthy', CHECKS.name),
                resources: given(settings.checks.resources),
                securityContext: hardened,
                volumeMounts: [
                  { name: 'checks', mountPath: '/etc/checks', readOnly: true },
                  { name: 'password', mountPath: PASSWORD, readOnly: true },
                  when(hasOpenSearchCa, ca),
                ],
              }),
            ],
            ...when(or(asked, hasOpenSearchCa), {
              volumes: [
                when(asked, { name: 'checks', configMap: { name: nameOf(COMPONENT) } }),
                when(asked, { name: 'password', secret: { secretName: fixedNames.openSearchUsers, items: [{ key: 'monitor-password', path: 'monitor-password' }], defaultMode: 0o440 } }),
                when(hasOpenSearchCa, { name: 'opensearch-ca', secret: { secretName: fixedNames.openSearchTls, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }),
              ],
            }),
          },
        },
      },
    }),
    'Two exporters: the metrics of OpenSearch, and the questions that have none. Snapshots are asked for only where there are any, as each is read from its repository.',
  );

  const monitored = onlyWhen(template, 'monitored', values.monitors.enabled);
  podMonitor(monitored, 'monitor', metadata, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [
      { port: METRICS.name, interval: settings.interval, metricRelabelings: [keepCatalogued] },
      when(asked, asking('answers', '/_cluster/health')),
      when(asked, note('With a pattern, as without one it tells of 20 indices only.', asking('policies', '/_plugins/_ism/explain/*'))),
    ],
  });

  networkPolicy(template, COMPONENT, 'Scraped from this namespace only, and reaches nothing but OpenSearch: a caller names the target of a check, and the password of `monitor` goes there.', {
    ingress: [{ ports: [tcp(METRICS.port), tcp(CHECKS.port)], from: [{ podSelector: {} }, ...values.networkPolicies.extraIngressFrom] }],
    egress: [toDns, toOpenSearch(), when(hasOpenSearchIam, toPodIdentity)],
  });
}
