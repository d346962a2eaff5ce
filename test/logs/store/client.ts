import { request } from 'node:https';

/** Who asks: a user with a password, a certificate, or nobody. */
export interface Login {
  readonly ca: string;
  readonly user?: string;
  readonly password?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  /** As JSON where it is JSON. */
  readonly body: any;
}

/** Asks OpenSearch over TLS; the certificate has to be of the authority, and for this name. A text is sent as it is (bulk), anything else as JSON. */
export function asUser(url: string, { ca, cert, key, user, password }: Login, method: string, path: string, body?: unknown): Promise<Answer> {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const headers = { ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }), ...(user && { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }) };
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, `${url}/`), { method, headers, ca, ...(cert && { cert, key }), agent: false }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode!, body: parsed(Buffer.concat(parts).toString()) }));
    });
    asked.once('error', reject).end(text);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
