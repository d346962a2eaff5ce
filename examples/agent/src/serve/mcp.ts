import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Tool } from '../agent/tool.ts';
import { allowedTools, type ServerName } from '../tools/allowed.ts';

export interface McpServer {
  readonly name: ServerName;
  /** Address of its streamable HTTP endpoint, ending in /mcp. */
  readonly url: string;
  readonly token?: string | undefined;
}

interface Content {
  readonly type: string;
  readonly text?: string;
}

/** The tools of an MCP server that the agent may use, by streamable HTTP. @throws where it cannot be reached */
export async function mcpTools({ name, url, token }: McpServer): Promise<Tool[]> {
  const client = new Client({ name: 'observability-agent', version: '0.1.0' });
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }) as Parameters<typeof client.connect>[0]);
  const { tools } = await client.listTools();
  const allowed: readonly string[] = allowedTools[name];
  return tools.filter((tool) => allowed.includes(tool.name)).map((tool): Tool => ({
    name: tool.name, description: tool.description ?? tool.name, schema: tool.inputSchema,
    async call(input, signal) {
      const { content, isError } = await client.callTool({ name: tool.name, arguments: input as Record<string, unknown> }, undefined, { signal });
      const text = (content as readonly Content[]).map((one) => one.text ?? `[${one.type}]`).join('\n');
      if (isError) throw new Error(text);
      return text;
    },
  }));
}
