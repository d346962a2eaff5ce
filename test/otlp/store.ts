import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A way to a store that can be cut. */
export interface Gate {
  readonly url: string;
  /** While it is closed every request is answered 503, as that of a store which starts. */
  open: boolean;
  close(): Promise<void>;
}

/** Passes requests on to `target` as they are. */
export async function gateTo(target: string): Promise<Gate> {
  const server: Server = createServer((incoming, answer) => {
    if (!gate.open) {
      incoming.resume();
      answer.writeHead(503).end();
      return;
    }
    const passed = request(new URL(incoming.url!, target), { method: incoming.method, headers: incoming.headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    incoming.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: true,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return gate;
}
