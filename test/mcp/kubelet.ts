import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A kubelet that has one line of log for every container, and remembers what it was asked. */
export interface LogKubelet {
  readonly port: number;
  /** `GET /containerLogs/…` and the like, in order. */
  readonly asked: readonly string[];
  stop(): void;
}

/** Starts it on 127.0.0.1; the API server of the lab does not check a kubelet's certificate. */
export async function startLogKubelet(certificate: { readonly cert: string; readonly key: string }): Promise<LogKubelet> {
  const asked: string[] = [];
  const server: Server = createServer(certificate, (request, response) => {
    asked.push(`${request.method} ${new URL(request.url!, 'https://kubelet').pathname}`);
    response.end('loss is NaN at step 41\n');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked, stop: () => void server.close() };
}
