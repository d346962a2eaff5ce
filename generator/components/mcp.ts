import type { Templates } from '../helm/index.ts';
import { serverTemplate } from './mcp/deployment.ts';
import { grafanaServer } from './mcp/grafana.ts';
import { kubernetesServer, readAccess } from './mcp/kubernetes.ts';
import { openSearchServer } from './mcp/opensearch.ts';
import { prometheusServer } from './mcp/prometheus.ts';
import type { Server } from './mcp/server.ts';
import { tokenTemplate } from './mcp/token.ts';

/** The MCP servers that the chart brings. */
export const mcpServers: readonly Server[] = [kubernetesServer, prometheusServer, openSearchServer, grafanaServer];

/** MCP servers: what agents ask the cluster and its stores through, a template each. */
export function mcp(templates: Templates): void {
  tokenTemplate(templates);
  for (const server of mcpServers) {
    const template = serverTemplate(templates, server);
    if (server === kubernetesServer) readAccess(template);
  }
}
