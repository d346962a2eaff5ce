import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Target } from '../../dashboards-src/logs/target.ts';
import type { Frame } from '../logs/search.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

export interface ServerOptions {
  /** Folder of the built page. */
  readonly dist: string;
  /** Where Prometheus answers, `http://host:port`. */
  readonly prometheus: string;
  /** What the page draws, by the parameters that it was opened with. */
  readonly view: (parameters: URLSearchParams) => unknown;
  /** What OpenSearch has to say, as frames; milliseconds. */
  readonly lines?: ((target: Target, from: number, to: number) => Promise<Frame[]>) | undefined;
}

/** Serves the page on 127.0.0.1, and lets it ask Prometheus as if that were on the same host. */
export async function startServer({ dist, prometheus, view, lines }: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://preview.invalid');
    const answer = async (): Promise<void> => {
      if (pathname === '/view.json') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(view(searchParams)));
      if (pathname === '/lines' && lines) {
        const { target, from, to } = (await json(request)) as { target: Target; from: number; to: number };
        return void response.setHeader('content-type', 'application/json').end(JSON.stringify(await lines(target, from * 1000, to * 1000)));
      }
      if (pathname.startsWith('/api/')) {
        const asked = await fetch(prometheus + pathname + search, { method: request.method ?? 'GET', ...(request.method === 'POST' ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {}), headers: { 'content-type': request.headers['content-type'] ?? '' } } as RequestInit);
        response.writeHead(asked.status, { 'content-type': 'application/json' });
        return void response.end(Buffer.from(await asked.arrayBuffer()));
      }
      const file = join(dist, normalize(pathname === '/' ? '/index.html' : pathname));
      if (!existsSync(file)) return void response.writeHead(404).end();
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      await pipeline(createReadStream(file), response);
    };
    answer().catch((error: unknown) => response.headersSent || response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'error', error: error instanceof Error ? error.message : String(error) })));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
