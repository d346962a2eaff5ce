import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes what a Prometheus writes (remote write), as Amazon's does, and keeps nothing of it. */
export interface RemoteStore {
  readonly url: string;
  close(): Promise<void>;
}

export async function startRemoteStore(): Promise<RemoteStore> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/remote_write`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
