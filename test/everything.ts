/** Values with which all runs that is off by default, each with the least that it has to be told. */
export const everything = {
  global: { amp: { workspace: 'ws-0a1b2c3d-0123-4567-89ab-0123456789ab', region: 'eu-west-1', query: true } },
  mcp: { enabled: true, grafana: { enabled: true, existingSecret: 'grafana-viewer' }, auth: { mode: 'token' } },
  otel: { enabled: true, auth: { mode: 'token' }, traces: { url: 'http://tempo.tracing.svc:4317' } },
  sagemaker: { enabled: true, regions: ['eu-west-1'] },
  'kube-prometheus-stack': { prometheus: { prometheusSpec: { enableOTLPReceiver: true } } },
};
