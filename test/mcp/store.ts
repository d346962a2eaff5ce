import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What was asked of a store of logs. */
export interface StoreRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
}

/** Stands in for OpenSearch: lists one index to whom it knows, and remembers who asked for what. */
export interface LogStore {
  readonly port: number;
  readonly asked: readonly StoreRequest[];
  stop(): void;
}

/** Starts it on 127.0.0.1 with a certificate (PEM) for `localhost`; `authorization` is the one header that it accepts. */
export async function startLogStore(certificate: { readonly cert: string; readonly key: string }, authorization: string): Promise<LogStore> {
  const asked: StoreRequest[] = [];
  const server: Server = createServer(certificate, (request, response) => {
    const { pathname } = new URL(request.url!, 'https://store');
    asked.push({ method: request.method!, path: pathname, authorization: request.headers.authorization ?? '' });
    const known = request.headers.authorization === authorization;
    const body = pathname === '/' ? { version: { number: '3.6.0', distribution: 'opensearch' } } : [{ index: 'logs-2026.11.21', health: 'green', 'docs.count': '41' }];
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(known ? body : {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked, stop: () => void server.close() };
}
