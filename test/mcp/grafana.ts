import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for Grafana: has one data source and one dashboard for whom it knows, and remembers what was asked. */
export interface GrafanaStandIn {
  readonly url: string;
  /** Method and path of each request, and whether it was let in. */
  readonly asked: readonly { readonly request: string; readonly known: boolean }[];
  stop(): void;
}

const answers: Readonly<Record<string, unknown>> = {
  '/api/datasources': [{ id: 1, uid: 'prometheus', name: 'Prometheus', type: 'prometheus', isDefault: true, access: 'proxy', url: 'http://metrics' }],
  '/api/search': [{ id: 1, uid: 'gpu-fleet', title: 'GPU fleet', type: 'dash-db', url: '/d/gpu-fleet', tags: [] }],
};

/** Starts it on 127.0.0.1; `authorization` is the one header that it accepts. */
export async function startGrafana(authorization: string): Promise<GrafanaStandIn> {
  const asked: { request: string; known: boolean }[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://grafana');
    const known = request.headers.authorization === authorization;
    asked.push({ request: `${request.method} ${pathname}`, known });
    response.writeHead(known ? (pathname in answers ? 200 : 404) : 401, { 'content-type': 'application/json' }).end(JSON.stringify(known ? answers[pathname] ?? {} : { message: 'Unauthorized' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop: () => void server.close() };
}
