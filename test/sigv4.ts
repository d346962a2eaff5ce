import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What an account of AWS would know of a request. */
export interface Expected {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const FORM = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Verifies a signature as AWS does (AWS General Reference, "Signature Version 4 signing process").
 * @returns what is wrong with it, or nothing
 */
export function refused({ method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: Buffer, expected: Expected): string | undefined {
  const form = FORM.exec(headers.authorization ?? '');
  if (!form) return `it is not signed: ${headers.authorization ?? 'no Authorization'}`;
  const [, accessKeyId, day = '', region, service, names = '', signature = ''] = form;
  for (const [what, is, should] of [['key', accessKeyId, expected.accessKeyId], ['region', region, expected.region], ['service', service, expected.service]] as const) {
    if (is !== should) return `it is signed for the ${what} ${is}, not ${should}`;
  }
  const signed = names.split(';');
  for (const name of ['host', 'x-amz-date']) if (!signed.includes(name)) return `${name} is not signed`;
  const [path = '', query = ''] = url.split('?');
  const canonical = [method, path, query.split('&').sort().join('&'), ...signed.map((name) => `${name}:${String(headers[name]).trim()}`), '', names, sha256(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, expected.region, expected.service, 'aws4_request'].reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${expected.secretAccessKey}`);
  const right = hmac(key, text);
  return timingSafeEqual(right, Buffer.from(signature, 'hex')) ? undefined : 'the signature does not fit the request';
}
