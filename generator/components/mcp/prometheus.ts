import { values } from '../../chart.ts';
import { include, isSet, pipeline, when } from '../../helm/index.ts';
import { COMPONENT as PROXY, PORT as PROXY_PORT } from '../amp/proxy.ts';
import { asksAmp } from '../amp/workspace.ts';
import { selectorLabels } from '../names.ts';
import { tcp, toStore } from '../network-policy.ts';
import { answersQueries, prometheusCrName, prometheusUrl } from '../wiring.ts';
import { listenOn } from './proxy.ts';
import type { Server } from './server.ts';

const PORT = 8081;
const { host, port } = listenOn({ name: 'prometheus', port: PORT });
const { existingSecret } = values.mcp.prometheus;

export const prometheusServer: Server = {
  name: 'prometheus',
  about: 'MCP server of Prometheus: metrics.',
  port: PORT,
  user: 1000,
  container: {
    env: [
      { name: 'PROMETHEUS_URL', value: include(prometheusUrl) },
      { name: 'PROMETHEUS_DISABLE_LINKS', value: 'true' },
      { name: 'PROMETHEUS_MCP_SERVER_TRANSPORT', value: 'http' },
      { name: 'PROMETHEUS_MCP_STATELESS_HTTP', value: 'true' },
      { name: 'PROMETHEUS_MCP_BIND_HOST', value: host },
      { name: 'PROMETHEUS_MCP_BIND_PORT', value: port },
    ],
    ...when(isSet(existingSecret), { envFrom: [{ secretRef: { name: existingSecret } }] }),
  },
  health: '/health',
  egress: [when(asksAmp, { to: [{ podSelector: { matchLabels: selectorLabels(PROXY) } }], ports: [tcp(PROXY_PORT)] }, toStore({
    inRelease: answersQueries,
    url: prometheusUrl,
    namespace: pipeline('include "kube-prometheus-stack.namespace" (index .Subcharts "kube-prometheus-stack")'),
    labels: { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': include(prometheusCrName) },
    port: 9090,
  }))],
};
