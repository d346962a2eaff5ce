import type { Scope } from '../census.ts';
import type { Tool } from '../agent/tool.ts';

/** Tools of each MCP server that only read and that the agent needs; what a server offers beyond is not offered to a model. Names of the versions that the chart pins. */
export const allowedTools = {
  kubernetes: ['pods_list', 'pods_list_in_namespace', 'pods_get', 'pods_log', 'pods_top', 'events_list', 'resources_list', 'resources_get', 'namespaces_list', 'nodes_top'],
  prometheus: ['execute_query', 'execute_range_query', 'list_metrics', 'get_metric_metadata', 'get_targets'],
  opensearch: ['ListIndexTool', 'IndexMappingTool', 'SearchIndexTool', 'CountTool'],
  grafana: ['search_dashboards', 'get_dashboard_summary', 'get_dashboard_panel_queries', 'list_datasources'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ServerName = keyof typeof allowedTools;

/** Arguments by which a server could be sent elsewhere with its credentials: opensearch-mcp-server-py takes an address for each call. No model gets them. */
const redirecting = /^opensearch_/;

type Arguments = Readonly<Record<string, unknown>>;

const without = (of: Arguments): Arguments => Object.fromEntries(Object.entries(of).filter(([name]) => !redirecting.test(name)));

/** A tool of a server, under a name of its own, held to its server, and to the namespace of the question where it takes one. */
export function held(server: string, tool: Tool, { namespace }: Scope): Tool {
  const properties = without((tool.schema['properties'] ?? {}) as Arguments);
  const takesNamespace = namespace !== undefined && 'namespace' in properties;
  return {
    ...tool,
    name: `${server}_${tool.name}`,
    schema: { ...tool.schema, properties },
    async call(input, signal) {
      const given = typeof input === 'object' && input !== null ? (input as Arguments) : {};
      const redirected = Object.keys(given).find((name) => redirecting.test(name));
      if (redirected !== undefined) throw new Error(`${redirected} cannot be chosen`);
      if (takesNamespace && given['namespace'] !== undefined && given['namespace'] !== namespace) throw new Error(`the question is about namespace ${namespace} only`);
      return tool.call(takesNamespace ? { ...given, namespace } : given, signal);
    },
  };
}
