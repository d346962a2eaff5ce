const off = { enabled: false };
const arn = 'arn:aws:aps:eu-west-1:123456789012:workspace/ws-1';
const workspace = { workspace: arn };
const agent = { prometheus: { agentMode: true }, alertmanager: off, defaultRules: { create: false } };

/** Values around Amazon's Prometheus and agents that a check refuses, and the sentence that says so; by what the check says of itself. */
export const ampContradictions: Readonly<Record<string, readonly [values: object, message: string]>> = {
  'a workspace of Amazon without its region': [
    { global: { amp: { workspace: 'ws-1' } } },
    'global.amp.workspace=ws-1 does not say where it is: set global.amp.region (eu-west-1), or write its ARN in place of its id',
  ],
  'a workspace of Amazon in two regions': [
    { global: { amp: { ...workspace, region: 'us-east-1' } } },
    'global.amp.region=us-east-1, while the ARN in global.amp.workspace says eu-west-1: remove global.amp.region',
  ],
  'queries to Amazon without a workspace': [{ global: { amp: { query: true } } }, 'global.amp.query=true has no workspace to ask: set global.amp.workspace, or global.amp.query=false'],
  'two Prometheus to ask': [
    { global: { amp: { ...workspace, query: true } }, prometheus: off, external: { prometheus: { url: 'http://elsewhere:9090' } }, opencost: { opencost: { prometheus: { external: { url: 'http://elsewhere:9090' } } } } },
    'both global.amp.query=true and external.prometheus.url=http://elsewhere:9090 say what dashboards ask: remove one of them',
  ],
  'remote write to Amazon beside a list of others': [
    { global: { amp: workspace }, 'kube-prometheus-stack': { prometheus: { prometheusSpec: { remoteWrite: [{ url: 'https://mimir.example.com/api/v1/push' }] } } } },
    'global.amp.write and remoteWrite or additionalRemoteWrite of kube-prometheus-stack.prometheus.prometheusSpec would both be the field remoteWrite: set global.amp.write=false, and name the workspace in that list (url: …/workspaces/ID/api/v1/remote_write, sigv4: {region: REGION})',
  ],
  'remote write to Amazon that nobody renders': [
    { global: { amp: workspace }, 'kube-prometheus-stack': { prometheus: { prometheusSpec: { additionalConfigString: 'tsdb: {outOfOrderTimeWindow: 10m}' } } } },
    'kube-prometheus-stack.prometheus.prometheusSpec.additionalConfigString replaces what writes to global.amp: add a line with {{ include `observability.remoteWrite` . }} to it, or set global.amp.write=false',
  ],
  'an agent that sends to nobody': [
    { 'kube-prometheus-stack': agent, alerts: off, opencost: off },
    'kube-prometheus-stack.prometheus.agentMode=true keeps nothing, and nothing is named to send to: set global.amp.workspace, or kube-prometheus-stack.prometheus.prometheusSpec.remoteWrite',
  ],
  'rules and alerts for an agent': [
    { global: { amp: { ...workspace, query: true } }, 'kube-prometheus-stack': { prometheus: { agentMode: true } } },
    'kube-prometheus-stack.prometheus.agentMode=true evaluates no rule and sends no alert: set alerts.enabled=false, kube-prometheus-stack.alertmanager.enabled=false, kube-prometheus-stack.defaultRules.create=false; npm run export -- --amp DIR writes both for Amazon’s',
  ],
};
