import { image, resources, section, toggle } from './define.ts';

const small = () => resources({ default: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } } as never, description: 'Requests and limits of the pod.' });

export const mcp = section('MCP servers, through which agents ask the cluster and its stores. They only read.', {
  enabled: toggle({ default: false, description: 'The servers below that are enabled.' }),
  kubernetes: section('Objects, events and logs of the cluster; never Secrets, never a shell.', {
    enabled: toggle({ default: true, description: 'MCP server of Kubernetes.' }),
    image: image('quay.io', 'containers/kubernetes_mcp_server', 'v0.0.66'),
    resources: small(),
  }),
  prometheus: section('Metrics.', {
    enabled: toggle({ default: true, description: 'MCP server of Prometheus.' }),
    image: image('ghcr.io', 'pab1it0/prometheus-mcp-server', '1.6.2'),
    resources: small(),
  }),
  opensearch: section('Logs, as the user `reader`.', {
    enabled: toggle({ default: true, description: 'MCP server of OpenSearch.' }),
    image: image('docker.io', 'opensearchproject/opensearch-mcp-server-py', '0.11.0'),
    resources: small(),
  }),
  grafana: section('Dashboards and data sources, as Grafana’s admin user but without the tools that write.', {
    enabled: toggle({ default: false, description: 'MCP server of Grafana.' }),
    image: image('docker.io', 'grafana/mcp-grafana', '1.1.0'),
    resources: small(),
  }),
});
