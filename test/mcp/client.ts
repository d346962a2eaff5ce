import { request } from 'node:https';
import { Readable } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What a tool answered. */
export interface Answer {
  readonly failed: boolean;
  readonly text: string;
}

/** An agent's side of an MCP server. */
export interface McpClient {
  tools(): Promise<string[]>;
  call(tool: string, args?: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
}

/**
 * Connects to a server over streamable HTTP.
 * @param ca authority of its certificate, where it speaks HTTPS
 * @throws when the server refuses, with the HTTP status in the message
 */
export async function connect(url: string, headers: Record<string, string> = {}, ca?: string): Promise<McpClient> {
  const client = new Client({ name: 'observability-tests', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers }, ...(ca && { fetch: fetchTrusting(ca) }) }) as Parameters<Client['connect']>[0]);
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name).sort(),
    async call(name, args = {}) {
      const { isError = false, content } = (await client.callTool({ name, arguments: args })) as { isError?: boolean; content: { type: string; text?: string }[] };
      return { failed: isError, text: content.map(({ text = '' }) => text).join('\n') };
    },
    close: () => client.close(),
  };
}

/** `fetch` that knows an authority: Node's own takes one only at the start of the process. */
const fetchTrusting =
  (ca: string) =>
  (url: string | URL, { method = 'GET', headers, body, signal }: RequestInit = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const asked = request(url, { ca, method, headers: Object.fromEntries(new Headers(headers)), ...(signal && { signal }) }, answer => {
        const empty = answer.statusCode === 202 || answer.statusCode === 204;
        resolve(new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream), { status: answer.statusCode!, headers: answer.headers as Record<string, string> }));
      });
      asked.on('error', reject).end(body as string | undefined);
    });
