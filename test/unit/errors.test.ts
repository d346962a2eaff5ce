import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ampContradictions } from './amp-contradictions.ts';
import { checks } from '../../generator/components/checks.ts';
import { tiers } from '../../values-schema/routing.ts';
import { render, type Helm } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';

let staged: StagedChart;
beforeAll(async () => { staged = await stageChart({ charts: 'stubs' }); });
afterAll(() => rmSync(staged.chart, { recursive: true }));

const helms: readonly Helm[] = ['helm', 'helm3'];

/** What Helm prints of the values: the lines of its list, without its own frame around them. */
async function refusals(values: object, helm: Helm): Promise<string[]> {
  const message = await render({ chart: staged.chart, values, helm }).then(() => '', (error: Error) => error.message);
  return message.split('\n').filter(line => /^ *- /.test(line)).map(line => line.replace(/^ *- /, ''));
}

const inASecret = "value must be '(put it into a Secret of this namespace, and write the name and key of that in secretName and secretKey)'";

describe.each(helms)('a wrong value, told by %s', helm => {
  it.each<[string, object, string[]]>([
    ['an unknown key', { dcgm: { enable: true } }, ["at '/dcgm': additional properties 'enable' not allowed"]],
    ['an unknown component', { dgcm: { enabled: true } }, ["at '': additional properties 'dgcm' not allowed"]],
    ['a text for a switch', { dcgm: { enabled: 'yes' } }, ["at '/dcgm/enabled': got string, want boolean"]],
    ['a word that is none of the choices', { dcgm: { mode: 'operator' } }, ["at '/dcgm/mode': value must be one of 'auto', 'own', 'existing'"]],
    ['a duration in minutes', { dcgm: { interval: '1m' } }, ["at '/dcgm/interval': '1m' does not match pattern '^[1-9][0-9]*s$'"]],
    ['a number for a text', { global: { clusterName: 12 } }, ["at '/global/clusterName': got number, want string"]],
    ['an address without a scheme', { external: { grafana: { url: 'grafana:3000' } } }, [String.raw`at '/external/grafana/url': 'grafana:3000' does not match pattern '^(https?://[^\\s/]+(/\\S*)?)?$'`]],
    ['a digest that is none', { dcgm: { image: { digest: 'latest' } } }, ["at '/dcgm/image/digest': 'latest' does not match pattern '^(sha256:[a-f0-9]{64})?$'"]],
    ['a counter without its type', { dcgm: { extraCounters: ['DCGM_FI_DEV_X'] } }, [String.raw`at '/dcgm/extraCounters/0': 'DCGM_FI_DEV_X' does not match pattern '^DCGM_[A-Z0-9_]+, *(gauge|counter|label), *[^\\n\\r]+$'`]],
    ['a removed section', { dcgm: null }, ["at '': missing property 'dcgm'"]],
    ['a removed switch', { dcgm: { enabled: null } }, ["at '/dcgm': missing property 'enabled'"]],
    ['a removed switch of a dependency', { grafana: { enabled: null } }, ["at '/grafana/enabled': got null, want boolean"]],
    ['labels that would select every pod', { monitors: { ray: { labels: { 'ray.io/is-ray-node': null } } } }, ["at '/monitors/ray/labels': minProperties: got 0, want 1"]],
    ['no nodes at all', { dcgm: { nodeSelectorTerms: [] } }, ["at '/dcgm/nodeSelectorTerms': minItems: got 0, want 1"]],
    ['a subresource that acts', { mcp: { kubernetes: { readable: { core: { namespaced: ['pods/exec'] } } } } }, ["at '/mcp/kubernetes/readable/core/namespaced/0': 'pods/exec' does not match pattern '^[a-z0-9-]+(/(log|scale|status))?$'"]],
    ['all resources of a group', { mcp: { kubernetes: { readable: { apps: { namespaced: ['*'] } } } } }, ["at '/mcp/kubernetes/readable/apps/namespaced/0': '*' does not match pattern '^[a-z0-9-]+(/(log|scale|status))?$'"]],
    ['an alert that does not exist', { alerts: { overrides: { GPUXid: { for: '5m' } } } }, ["at '/alerts/overrides': additional properties 'GPUXid' not allowed"]],
    ['a threshold for an alert that has none', { alerts: { overrides: { GPURowRemapFailure: { threshold: 1 } } } }, ["at '/alerts/overrides/GPURowRemapFailure': additional properties 'threshold' not allowed"]],
    ['a severity that does not exist', { alerts: { overrides: { GPUAllocatedIdle: { severity: 'page' } } } }, ["at '/alerts/overrides/GPUAllocatedIdle/severity': value must be one of 'critical', 'warning', 'info'"]],
    ['a requirement of labels that cannot be negated', { monitors: { gateway: { expressions: [{ key: 'a', operator: 'DoesNotExist' }] } } }, ["at '/monitors/gateway/expressions/0/operator': value must be one of 'Exists', 'In'"]],
    ['the address of a webhook in the open', { alerts: { routing: { critical: { slack: { url: 'https://hooks.slack.com/services/a' } } } } }, [`at '/alerts/routing/critical/slack/url': ${inASecret}`]],
    ['a key of PagerDuty in the open', { alerts: { routing: { info: { pagerduty: { routingKey: 'a' } } } } }, [`at '/alerts/routing/info/pagerduty/routingKey': ${inASecret}`]],
    ['a password in the open', { alerts: { routing: { smtp: { password: 'a' } } } }, [`at '/alerts/routing/smtp/password': ${inASecret}`]],
    ['a tier that does not exist', { alerts: { routing: { page: {} } } }, ["at '/alerts/routing': additional properties 'page' not allowed"]],
    ['a toggle under the key of its dependency', { 'kube-prometheus-stack': { enabled: false } }, ["at '/kube-prometheus-stack/enabled': value must be '(remove this line: the toggle is prometheus.enabled)'"]],
    ['the same of Fluent Bit', { 'fluent-bit': { enabled: false } }, ["at '/fluent-bit/enabled': value must be '(remove this line: the toggle is fluentbit.enabled)'"]],
    ['a switch for the whole chart', { enabled: false }, ["at '/enabled': value must be true"]],
    ['a family that the chart writes to taken away', { logs: { families: { apps: null } } }, ["at '/logs/families': missing property 'apps'"]],
    ['retention of less than a day', { logs: { retention: '12h' } }, ["at '/logs/retention': '12h' does not match pattern '^[1-9][0-9]{0,4}d$'"]],
    ['the same of a family', { logs: { families: { apps: { retention: '0d' } } } }, ["at '/logs/families/apps/retention': '0d' does not match pattern '^[1-9][0-9]{0,4}d$'"]],
    ['a size in a unit that may mean two things', { logs: { rollover: { size: '10G' } } }, ["at '/logs/rollover/size': '10G' does not match pattern '^[1-9][0-9]*(Mi|Gi|Ti)$'"]],
    ['a region that is none', { sagemaker: { regions: ['Ireland'] } }, ["at '/sagemaker/regions/0': 'Ireland' does not match pattern '^[a-z]{2}(-[a-z]+)+-[0-9]+$'"]],
    ['an account in place of its role', { sagemaker: { accounts: [{ roleArn: '123456789012' }] } }, ["at '/sagemaker/accounts/0/roleArn': '123456789012' does not match pattern '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$'"]],
    ['a role without its name', { sagemaker: { accounts: [{ role: 'arn:aws:iam::123456789012:role/read' }] } }, ["at '/sagemaker/accounts/0': additional properties 'role' not allowed", "at '/sagemaker/accounts/0': missing property 'roleArn'"]],
    ['a period that CloudWatch does not have', { sagemaker: { interval: '90s' } }, ["at '/sagemaker/interval': value must be one of '60s', '120s', '300s', '600s', '900s'"]],
    ['a level that does not exist', { sagemaker: { level: 'all' } }, ["at '/sagemaker/level': value must be one of 'basic', 'advanced'"]],
    ['more requests at once than CloudWatch takes', { sagemaker: { concurrency: 200 } }, ["at '/sagemaker/concurrency': maximum: got 200, want 20"]],
    ['two at once', { dcgm: { enable: true }, neuron: { enabled: 'no' } }, ["at '/dcgm': additional properties 'enable' not allowed", "at '/neuron/enabled': got string, want boolean"]],
  ])('%s', async (_, values, messages) => {
    expect((await refusals(values, helm)).sort()).toEqual(messages);
  });
});

const off = { enabled: false };
const registry = 'registry.example.com';
const address = { url: 'http://elsewhere:9090' };

/** Three credentials, beside what only looks like some: names of Secrets, and an address that is none. */
const leaky = {
  telegramConfigs: [{ botToken: '123:abc', chatID: 4 }],
  webhookConfigs: [{ url: 'https://hooks.example.com/services/T0/B0' }, { url: 'https://user:word@example.com' }, { urlSecret: { name: 'hooks', key: 'password' } }],
  opsgenieConfigs: [{ apiURL: 'https://api.eu.opsgenie.com', apiKey: { name: 'opsgenie', key: 'token' } }],
};

/** Values that a check refuses, and the whole sentence that says so; by what the check says of itself. */
const contradictions: Readonly<Record<string, readonly [values: object, message: string]>> = {
  'Grafana of the stack beside Grafana of this chart': [
    { 'kube-prometheus-stack': { grafana: { enabled: true } } },
    'kube-prometheus-stack.grafana.enabled=true would start a second Grafana: remove it; the toggle is grafana.enabled',
  ],
  'an external Prometheus beside the own one': [{ external: { prometheus: address } }, 'external.prometheus.url is used only where prometheus.enabled=false: set that, or remove the address'],
  'an external Grafana beside the own one': [{ external: { grafana: address } }, 'external.grafana.url is used only where grafana.enabled=false: set that, or remove the address'],
  'an external OpenSearch beside the own one': [{ external: { opensearch: address } }, 'external.opensearch.url is used only where opensearch.enabled=false: set that, or remove the address'],
  'an external OpenSearch without credentials': [
    { opensearch: off, external: { opensearch: address } },
    'external.opensearch.url needs a Secret with the keys writer-password, reader-password and monitor-password: create it and set credentials.opensearch.existingSecret=observability-opensearch-users',
  ],
  'Fluent Bit without a store': [{ opensearch: off }, 'fluentbit.enabled=true has no store for the logs: set opensearch.enabled=true or external.opensearch.url, or fluentbit.enabled=false'],
  'OpenCost without Prometheus': [{ prometheus: off }, 'opencost.enabled=true needs a Prometheus to ask: set prometheus.enabled=true, external.prometheus.url or global.amp.query=true, or opencost.enabled=false'],
  'OpenCost at another Prometheus than the rest': [
    { prometheus: off, external: { prometheus: address } },
    'OpenCost cannot see external.prometheus.url: set opencost.opencost.prometheus.external.url=http://elsewhere:9090 as well',
  ],
  'MCP for Prometheus without Prometheus': [
    { mcp: { enabled: true }, prometheus: off, opencost: off },
    'mcp.prometheus has nothing to ask: set prometheus.enabled=true, external.prometheus.url or global.amp.query=true, or mcp.prometheus.enabled=false',
  ],
  'MCP for OpenSearch without OpenSearch': [
    { mcp: { enabled: true }, opensearch: off, fluentbit: off },
    'mcp.opensearch has nothing to ask: set opensearch.enabled=true or external.opensearch.url, or mcp.opensearch.enabled=false',
  ],
  'MCP for Grafana without Grafana': [
    { mcp: { enabled: true, grafana: { enabled: true, existingSecret: 'grafana-viewer' } }, grafana: off },
    'mcp.grafana has nothing to ask: set grafana.enabled=true or external.grafana.url, or mcp.grafana.enabled=false',
  ],
  'MCP for Grafana without a token': [
    { mcp: { enabled: true, grafana: { enabled: true } } },
    'mcp.grafana has no login: in Grafana make a service account with the role Viewer and a token of it, put the token into a Secret (kubectl create secret generic grafana-viewer --from-literal=token=TOKEN), and set mcp.grafana.existingSecret=grafana-viewer',
  ],
  'Secrets or ConfigMaps in what the MCP server of Kubernetes reads': [
    { mcp: { enabled: true, kubernetes: { readable: { core: { namespaced: ['pods', 'secrets'], clusterWide: null }, apps: { namespaced: ['configmaps'] } } } } },
    'mcp.kubernetes.readable lists apps: configmaps, core: secrets: nobody reads Secrets through an agent, so take them out; for ConfigMaps set mcp.kubernetes.configMaps=true instead',
  ],
  'an OpenID provider whose tokens for others would do': [
    { mcp: { enabled: true, kubernetes: { oidc: { issuerUrl: 'https://sso.example.com' } } } },
    'mcp.kubernetes.oidc.issuerUrl without an audience would take tokens that were made for other services: set mcp.kubernetes.oidc.audience to the one that the API server asks for (--oidc-client-id)',
  ],
  'users of OpenSearch under another name than the dependencies read': [
    { credentials: { opensearch: { existingSecret: 'mine' } } },
    'credentials.opensearch.existingSecret=mine: OpenSearch and Fluent Bit read the Secret observability-opensearch-users and cannot be told otherwise by this chart: call yours so',
  ],
  'certificates of OpenSearch under another name than the dependencies mount': [
    { credentials: { opensearch: { existingTlsSecret: 'mine' } } },
    'credentials.opensearch.existingTlsSecret=mine: OpenSearch and Fluent Bit mount the Secret observability-opensearch-tls and cannot be told otherwise by this chart: call yours so',
  ],
  'a family that OpenSearch has no name for': [
    { logs: { families: { Team_A: {}, 'apps-2': {}, fine: {} } } },
    'logs.families has Team_A, apps-2: write words of lower-case letters and digits, each beginning with a letter, with dashes between them and 60 signs at most, as in team-a',
  ],
  'a cluster of two': [{ opensearch: { replicas: 2 } }, 'opensearch.replicas=2: of two nodes neither goes on without the other: set 1 or 3'],
  'certificates of OpenSearch from two sides': [
    { credentials: { opensearch: { existingTlsSecret: 'observability-opensearch-tls', certManager: { issuer: 'ca' } } } },
    'credentials.opensearch.certManager.issuer and credentials.opensearch.existingTlsSecret both give the certificates: remove one of them',
  ],
  'snapshots that nobody schedules': [
    { logs: { bootstrap: off, snapshots: { enabled: true, type: 'fs' } }, opensearch: { extraVolumeMounts: [{ name: 'snapshots', mountPath: '/usr/share/opensearch/snapshots' }] } },
    'logs.snapshots.enabled=true needs the bootstrap Job: set logs.bootstrap.enabled=true, and for a store of your own external.opensearch.bootstrap=true',
  ],
  'snapshots without a bucket': [
    { logs: { snapshots: { enabled: true } }, opensearch: { image: { repository: 'registry.example.com/opensearch' } } },
    'logs.snapshots.type=s3 has no bucket: set logs.snapshots.s3.bucket, or logs.snapshots.type=fs with a volume',
  ],
  'snapshots to a bucket without the plugin for it': [
    { logs: { snapshots: { enabled: true, s3: { bucket: 'logs' } } } },
    'logs.snapshots.type=s3 needs the plugin repository-s3, which the image does not have: set opensearch.plugins.enabled=true and opensearch.plugins.installList={repository-s3}, or opensearch.image.repository to an image that has it',
  ],
  'snapshots to a volume that is not mounted': [
    { logs: { snapshots: { enabled: true, type: 'fs' } } },
    'logs.snapshots.type=fs needs a volume at /usr/share/opensearch/snapshots: name it in opensearch.extraVolumes and opensearch.extraVolumeMounts (examples/values/snapshots-volume.yaml)',
  ],
  'a bootstrap of a store that is asked by signature': [
    { opensearch: off, external: { opensearch: { url: 'https://search.example.com', bootstrap: true, aws: { region: 'eu-central-1' } } }, credentials: { opensearch: { existingSecret: 'observability-opensearch-users' } } },
    'external.opensearch.bootstrap logs in with a password and cannot sign requests: set it to false and make users, templates, policies and aliases there yourself, or remove external.opensearch.aws.region',
  ],
  ...ampContradictions,
  'a family of logs that does not exist': [
    { logs: { routing: { namespaces: { 'team-a': 'ml-trainings', 'team-b': 'apps' } } } },
    'logs.routing.namespaces names families that logs.families does not have (team-a: ml-trainings): correct the name, or add the family there',
  ],
  'receivers of alerts without Alertmanager': [
    { 'kube-prometheus-stack': { alertmanager: off }, alerts: { routing: { info: { webhook: { secretName: 'hooks' } } } } },
    'alerts.routing needs Alertmanager: remove kube-prometheus-stack.alertmanager.enabled=false, or the receivers',
  ],
  'e-mail without a mail server': [
    { alerts: { routing: { warning: { email: { to: 'team@example.com' } }, smtp: { smarthost: 'smtp.example.com:587' } } } },
    'alerts.routing has addresses to write to and no mail server: set alerts.routing.smtp.smarthost=HOST:PORT and alerts.routing.smtp.from',
  ],
  'a user of the mail server without a password': [
    { alerts: { routing: { smtp: { username: 'alerts' } } } },
    'alerts.routing.smtp.username has no password: put it into a Secret of this namespace and set alerts.routing.smtp.secretName',
  ],
  ...Object.fromEntries(tiers.flatMap((tier): [string, [object, string]][] => [
    [`a Slack channel without the address of a webhook (${tier})`, [
      { alerts: { routing: { [tier]: { slack: { channel: '#gpu' } } } } },
      `alerts.routing.${tier}.slack.channel is told of nothing: put the address of an incoming webhook into a Secret of this namespace and set alerts.routing.${tier}.slack.secretName`,
    ]],
    [`a credential in the open in a receiver (${tier})`, [
      { alerts: { routing: { [tier]: { receiver: leaky } } } },
      `alerts.routing.${tier}.receiver holds a credential in the open (botToken, url, url): put it into a Secret of this namespace and write {name: SECRET, key: KEY} in its place (urlSecret for the url of a webhook)`,
    ]],
  ])),
  'a registry for all images without global.dockerRegistry': [
    { global: { imageRegistry: registry }, fluentbit: off, opencost: off },
    'global.imageRegistry does not reach one of the dependencies: set global.dockerRegistry=registry.example.com as well',
  ],
  'a registry for all images without fluent-bit.image.repository': [
    { global: { imageRegistry: registry, dockerRegistry: registry }, 'fluent-bit': { hotReload: off }, opencost: off },
    'global.imageRegistry does not reach one of the dependencies: set fluent-bit.image.repository=registry.example.com/fluent/fluent-bit as well',
  ],
  'a registry for all images without fluent-bit.hotReload.image.repository': [
    { global: { imageRegistry: registry, dockerRegistry: registry }, 'fluent-bit': { image: { repository: `${registry}/fluent/fluent-bit` } }, opencost: off },
    'global.imageRegistry does not reach one of the dependencies: set fluent-bit.hotReload.image.repository=registry.example.com/jimmidyson/configmap-reload as well',
  ],
  'a registry for all images without opencost.opencost.exporter.image.registry': [
    { global: { imageRegistry: registry, dockerRegistry: registry }, fluentbit: off },
    'global.imageRegistry does not reach one of the dependencies: set opencost.opencost.exporter.image.registry=registry.example.com as well',
  ],
  'SageMaker without a region': [{ sagemaker: { enabled: true } }, 'sagemaker.enabled=true reads no region: name those that you use, as in --set sagemaker.regions={eu-west-1}'],
  'SageMaker of which nothing is read': [
    { sagemaker: { enabled: true, regions: ['eu-west-1'], read: { endpoints: false, inferenceComponents: false, jobs: false, recommender: false, labeling: false, featureStore: false, pipelines: false } } },
    'sagemaker.enabled=true reads nothing: set one of sagemaker.read to true, or sagemaker.enabled=false',
  ],
  'a delay of CloudWatch that is no multiple of the interval': [
    { sagemaker: { enabled: true, regions: ['eu-west-1'], delay: '120s' } },
    'sagemaker.delay=120s is no multiple of sagemaker.interval=300s: periods would be asked for that CloudWatch does not have; set sagemaker.delay=300s',
  ],
  'metrics by OTLP without Prometheus': [
    { otel: { enabled: true }, prometheus: off, opencost: off },
    'otel.metrics has nowhere to go: set prometheus.enabled=true, external.prometheus.url or otel.metrics.url, or otel.metrics.enabled=false',
  ],
  'metrics by OTLP for a Prometheus that takes none': [
    { otel: { enabled: true } },
    'Prometheus takes no metrics by OTLP unless it is told to, as whoever reaches its port may then write to it: set kube-prometheus-stack.prometheus.prometheusSpec.enableOTLPReceiver=true as well, or otel.metrics.enabled=false',
  ],
  'logs by OTLP without Fluent Bit and a store': [
    { otel: { enabled: true, metrics: off }, fluentbit: off },
    'otel.logs go through Fluent Bit, which takes secrets out of them, to OpenSearch: set fluentbit.enabled=true with opensearch.enabled=true or external.opensearch.url, or otel.logs.enabled=false',
  ],
  'two stores of traces': [
    { otel: { enabled: true, metrics: off, traces: { url: 'http://tempo:4317', awsRegion: 'eu-west-1' } } },
    'otel.traces.url=http://tempo:4317 and otel.traces.awsRegion=eu-west-1 are two stores: remove one of them',
  ],
  'gRPC to a store of traces without a port': [
    { otel: { enabled: true, metrics: off, traces: { url: 'https://tempo.example.com/otlp' } } },
    'otel.traces.url=https://tempo.example.com/otlp is no address for gRPC: write it with a port and without a path, as http://tempo.tracing.svc:4317, or set otel.traces.protocol=http',
  ],
  'a collector that takes nothing': [
    { otel: { enabled: true, metrics: off, logs: off } },
    'otel.enabled=true takes nothing: set otel.metrics.enabled=true, otel.logs.enabled=true or otel.traces.url, or otel.enabled=false',
  ],
};

/** These ask the cluster: test/cluster provokes them. */
const askTheCluster = [
  'a second release in the namespace',
  'a second Prometheus, DCGM exporter or Neuron monitor in the cluster',
  'monitors or rules without the Prometheus Operator',
  'the stack switched on by upgrade without its CRDs',
  'certificates of cert-manager without cert-manager',
  'a certificate for OTLP without cert-manager',
  'fewer nodes of OpenSearch than there are',
  'passwords of OpenSearch that are not there',
  'certificates of OpenSearch that are not there',
  'certificates by a cert-manager that is not there',
];

describe.each(helms)('a contradiction, told by %s', helm => {
  it.each(Object.entries(contradictions))('%s', async (_, [values, message]) => {
    expect(await refusals(values, helm)).toEqual([message]);
  });

  it('all of them at once, in one message', async () => {
    expect(await refusals({ opensearch: off, prometheus: off, sagemaker: { enabled: true } }, helm)).toEqual([
      contradictions['Fluent Bit without a store']![1],
      contradictions['OpenCost without Prometheus']![1],
      contradictions['SageMaker without a region']![1],
    ]);
  });
});

it('every check is provoked here or in the cluster', () => {
  expect([...Object.keys(contradictions), ...askTheCluster].sort()).toEqual(checks.map(({ refuses }) => refuses).sort());
});
