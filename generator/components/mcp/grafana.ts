import { chartInfo, values } from '../../chart.ts';
import { ROOT, go, helper, include, pipeline, release } from '../../helm/index.ts';
import { nameOf } from '../names.ts';
import { grafanaUrl } from '../wiring.ts';
import { portFrom, toStore } from '../network-policy.ts';
import { listenOn } from './proxy.ts';
import { componentOf, type Server } from './server.ts';

const PORT = 8000;
const { host, port } = listenOn({ name: 'grafana', port: PORT });

const allowedHosts = helper(
  `${chartInfo.name}.mcpGrafanaHosts`,
  'Names by which the MCP server of Grafana may be called: it refuses any other Host, so that no web page reaches it through the DNS of a browser.',
  go`{{- $name := ${nameOf(componentOf({ name: 'grafana' }))} -}}
{{- $inNamespace := printf "%s.%s" $name .Release.Namespace -}}
{{- $hosts := list $name $inNamespace (printf "%s.svc" $inNamespace) (printf "%s.svc.cluster.local" $inNamespace) "localhost" "127.0.0.1" -}}
{{- join ":${PORT}," $hosts }}:${PORT}`,
);

/** Tools that look at what this chart brings. `api` is not among them: it asks Grafana for anything. */
const TOOLS = ['search', 'datasource', 'prometheus', 'elasticsearch', 'alerting', 'dashboard', 'folder', 'navigation', 'annotations', 'runpanelquery'];

export const grafanaServer: Server = {
  name: 'grafana',
  about: 'MCP server of Grafana: dashboards, data sources and alerts, without the tools that write.',
  port: PORT,
  user: 1000,
  container: {
    args: [
      '--transport=streamable-http',
      `--address=${host}:${port}`,
      '--endpoint-path=/mcp',
      '--disable-write',
      '--disable-proxied',
      `--enabled-tools=${TOOLS.join(',')}`,
      `--allowed-hosts=${include(allowedHosts)}`,
    ],
    env: [
      { name: 'GRAFANA_URL', value: include(grafanaUrl) },
      { name: 'GRAFANA_SERVICE_ACCOUNT_TOKEN', valueFrom: { secretKeyRef: { name: values.mcp.grafana.existingSecret, key: 'token' } } },
    ],
  },
  health: '/healthz',
  checksHost: true,
  egress: [toStore({
    inRelease: values.grafana.enabled,
    url: grafanaUrl,
    namespace: pipeline('include "grafana.namespace" (index .Subcharts "grafana")'),
    labels: {
      'app.kubernetes.io/name': pipeline('(index .Subcharts "grafana").Values.nameOverride | default "grafana"'),
      'app.kubernetes.io/instance': release.name,
    },
    port: portFrom(`(index ${ROOT}.Subcharts "grafana").Values.service.targetPort | default 3000`),
  })],
};
