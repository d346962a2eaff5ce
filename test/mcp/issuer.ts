import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An OpenID provider whose tokens are those that the API server signs: it publishes the key of its service accounts. */
export interface Issuer {
  readonly url: string;
  stop(): void;
}

/** @param publicKey path of the key in PEM; it may come into being after the start */
export async function startIssuer(publicKey: string): Promise<Issuer> {
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({ issuer: url, jwks_uri: `${url}/jwks`, authorization_endpoint: `${url}/none`, token_endpoint: `${url}/none`, response_types_supported: ['id_token'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] }),
    '/jwks': () => {
      const key = createPublicKey(readFileSync(publicKey, 'utf8'));
      // kubernetes, pkg/serviceaccount/jwt.go, keyIDFromPublicKey
      const kid = createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('base64url');
      return { keys: [{ ...key.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid }] };
    },
  };
  const server: Server = createServer((request, response) => {
    const answer = answers[request.url!];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.() ?? {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, stop: () => void server.close() };
}
