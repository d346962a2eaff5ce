import { readFileSync } from 'node:fs';
import { defaultLimits } from '../agent/limits.ts';
import type { Tool } from '../agent/tool.ts';
import { investigate, type GivenSources } from '../investigate.ts';
import { modelOf } from './providers.ts';
import { apiServer } from '../sources/api-server.ts';
import { openSearch } from '../sources/opensearch.ts';
import { prometheus } from '../sources/prometheus.ts';
import { inCluster, inClusterGet } from '../sources/transport.ts';
import { allowedTools, held, type ServerName } from '../tools/allowed.ts';
import { mcpTools } from './mcp.ts';
import { spansOf, traced } from './spans.ts';
import { callersOf } from '../service/callers.ts';
import { Service } from '../service/server.ts';

const { env } = process;
const log = (line: Readonly<Record<string, unknown>>): void => void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);

function required(name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set; see examples/agent/README.md`);
  return value;
}

const sources: GivenSources = {
  ...(env['PROMETHEUS_URL'] && { metrics: prometheus({ url: env['PROMETHEUS_URL'] }) }),
  ...(env['OPENSEARCH_URL'] && {
    logs: openSearch({ url: env['OPENSEARCH_URL'], ...(env['OPENSEARCH_USERNAME'] && { username: env['OPENSEARCH_USERNAME'] }), ...(env['OPENSEARCH_PASSWORD'] && { password: env['OPENSEARCH_PASSWORD'] }) }),
  }),
  ...(inCluster() && { kubernetes: apiServer(inClusterGet()) }),
};

/** MCP servers by the variables MCP_KUBERNETES_URL and so on; one that is away is left out, and said so. */
async function serverTools(): Promise<{ server: ServerName; tool: Tool }[]> {
  const found = await Promise.all((Object.keys(allowedTools) as ServerName[]).map(async (server) => {
    const url = env[`MCP_${server.toUpperCase()}_URL`];
    if (!url) return [];
    try {
      return (await mcpTools({ name: server, url, token: env[`MCP_${server.toUpperCase()}_TOKEN`] })).map((tool) => ({ server, tool }));
    } catch (error) {
      log({ level: 'error', message: `the MCP server ${server} cannot be used: ${(error as Error).message}` });
      return [];
    }
  }));
  return found.flat();
}

const model = modelOf(env);
const spans = spansOf(env);
const tools = model ? await serverTools() : [];
const service = new Service({
  callers: callersOf(readFileSync(required('AGENT_CALLERS_FILE'), 'utf8')), limits: defaultLimits, log,
  investigate: (scope, since) => { const to = Math.floor(Date.now() / 1000); return investigate({ scope, window: { from: to - since, to }, sources }); },
  ...(model && { model }), ...(spans && { answer: traced(spans.getTracer('observability-agent')) }), tools: (scope) => tools.map(({ server, tool }) => held(server, tool, scope)),
  ...(env['GRAFANA_URL'] && { grafana: env['GRAFANA_URL'] }),
});
const port = Number(env['PORT'] ?? 8080);
const server = await service.listen(port, '0.0.0.0');
log({ level: 'info', message: `listening on port ${port}`, model: model?.name ?? 'none: findings only', tools: tools.length });
// What is being answered is answered; after that nothing is taken, and the last spans are sent.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { server.close(() => void Promise.resolve(spans?.shutdown()).catch(() => undefined).then(() => process.exit(0))); server.closeIdleConnections(); });
