import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { asUser, type Answer } from './client.ts';
import { policySchema, snapshotPolicySchema } from './index-management-schema.ts';
import { contentsOf, loginOf, type Store } from './opensearch.ts';

/** A document that is replaced by naming what it was. */
interface Versioned {
  readonly document: any;
  readonly seqNo: number;
}

/**
 * OpenSearch with the plugin index-management, which Maven Central does not have: what is asked of the plugin is answered here, everything else by the store behind it.
 * Answers, status codes and refusals are those of opensearch-project/index-management 3.x (Rest*Action.kt, Transport*Action.kt); its engine, which rolls indices over and deletes them, is not here.
 */
export interface IndexManagement {
  readonly url: string;
  readonly policies: ReadonlyMap<string, Versioned>;
  readonly snapshotPolicies: ReadonlyMap<string, Versioned>;
  /** Index → the policy that it lives by: the version that it was told of. */
  readonly managed: ReadonlyMap<string, { readonly policy: string; readonly seqNo: number }>;
  /** Indices whose policy it has given up. */
  readonly failed: Set<string>;
  /** What was asked: `PUT _index_template/apps`. */
  readonly asked: string[];
  /** Called at each request before it is answered; false: it is not answered, as if the connection broke. */
  onRequest: (count: number) => boolean;
  stop(): Promise<void>;
}

const ajv = new Ajv({ strict: false, allErrors: true });
const isPolicy = ajv.compile(policySchema);
const isSnapshotPolicy = ajv.compile(snapshotPolicySchema);

/** Settings of the plugin, which the store behind does not know. */
const ROLLOVER_ALIAS = 'plugins.index_state_management.rollover_alias';

export async function withIndexManagement(store: Store): Promise<IndexManagement> {
  const policies = new Map<string, Versioned>();
  const snapshotPolicies = new Map<string, Versioned>();
  const managed = new Map<string, { policy: string; seqNo: number }>();
  const failed = new Set<string>();
  let seqNo = 0;

  const put = (all: Map<string, Versioned>, name: string, query: URLSearchParams, document: unknown, create: boolean): Answer => {
    const before = all.get(name);
    const given = query.get('if_seq_no');
    if (before ? Number(given ?? -1) !== before.seqNo : !create) return { status: before ? 409 : 404, body: { error: { type: 'version_conflict_engine_exception' }, status: before ? 409 : 404 } };
    all.set(name, { document, seqNo: ++seqNo });
    return { status: before ? 200 : 201, body: { _id: name, _seq_no: seqNo, _primary_term: 1 } };
  };
  const get = (all: Map<string, Versioned>, name: string, under: string): Answer => {
    const found = all.get(name);
    return found ? { status: 200, body: { _id: name, _version: 1, _seq_no: found.seqNo, _primary_term: 1, [under]: { ...found.document, last_updated_time: Date.now() } } } : { status: 404, body: { error: 'not found', status: 404 } };
  };
  const invalid = (errors: unknown): Answer => ({ status: 400, body: { error: { type: 'illegal_argument_exception', reason: errors }, status: 400 } });

  async function attach(pattern: string, policy: string, only: 'unmanaged' | 'managed'): Promise<Answer> {
    const version = policies.get(policy);
    if (!version) return { status: 404, body: { error: `Could not find policy=${policy}`, status: 404 } };
    const { body } = await store.ask('admin certificate', 'GET', `_cat/indices/${pattern}?h=index&format=json`);
    const names = (body as { index: string }[]).map(({ index }) => index);
    const take = names.filter(name => managed.has(name) === (only === 'managed'));
    const failed = names.filter(name => !take.includes(name));
    for (const name of take) managed.set(name, { policy, seqNo: version.seqNo });
    const reason = only === 'managed' ? 'This index is not being managed' : 'This index already has a policy, use the update policy API to update index policies';
    return { status: 200, body: { updated_indices: take.length, failures: failed.length > 0, failed_indices: failed.map(name => ({ index_name: name, reason })) } };
  }

  /** What it says of each index, where it asks for all. */
  const explained = (): Answer => ({
    status: 200,
    body: {
      ...Object.fromEntries([...managed].map(([index, { policy }]) => [index, { index, policy_id: policy, enabled: true, action: { name: 'rollover', failed: failed.has(index) }, retry_info: { failed: false, consumed_retries: 0 } }])),
      '.opendistro_security': { 'index.plugins.index_state_management.policy_id': null, enabled: null },
      total_managed_indices: managed.size,
    },
  });

  async function answer(method: string, path: string, query: URLSearchParams, body: string): Promise<Answer | undefined> {
    const [, plugin, what, name = ''] = /^\/_plugins\/_(ism|sm)\/(\w+)\/([^/]+)$/.exec(decodeURIComponent(path)) ?? [];
    if (!plugin) return undefined;
    const document = body ? JSON.parse(body) : undefined;
    switch (`${plugin} ${what} ${method}`) {
      case 'ism policies GET':
        return get(policies, name, 'policy');
      case 'ism policies PUT':
        return isPolicy(document) ? put(policies, name, query, { policy_id: name, ...document.policy }, true) : invalid(isPolicy.errors);
      case 'ism explain GET':
        return explained();
      case 'ism add POST':
        return attach(name, document.policy_id, 'unmanaged');
      case 'ism change_policy POST':
        return attach(name, document.policy_id, 'managed');
      case 'sm policies GET':
        return get(snapshotPolicies, name, 'sm_policy');
      case 'sm policies POST':
        return snapshotPolicies.has(name) ? { status: 409, body: { error: 'exists', status: 409 } } : isSnapshotPolicy(document) ? put(snapshotPolicies, name, query, document, true) : invalid(isSnapshotPolicy.errors);
      case 'sm policies PUT':
        return isSnapshotPolicy(document) ? put(snapshotPolicies, name, query, document, false) : invalid(isSnapshotPolicy.errors);
      case 'sm policies DELETE':
        return { status: snapshotPolicies.delete(name) ? 200 : 404, body: {} };
      default:
        return { status: 400, body: { error: `no handler found for uri [${path}] and method [${method}]` } };
    }
  }

  const asked: string[] = [];
  const self: { onRequest: (count: number) => boolean } = { onRequest: () => true };
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, store.url);
    const body = await textOf(request);
    asked.push(`${request.method} ${url.pathname.slice(1)}`);
    if (!self.onRequest(asked.length)) return void request.socket.destroy();
    const own = await answer(request.method!, url.pathname, url.searchParams, body);
    const { status, body: said } = own ? { ...own, body: filtered(own.body, url.searchParams.get('filter_path')) } : await behind(request, url, withoutPluginSettings(body));
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof said === 'string' ? said : JSON.stringify(said));
  }

  /** As the one who asked: by the password that it sent, or by the certificate that it showed. */
  async function behind(request: IncomingMessage, url: URL, body: string): Promise<Answer> {
    const shown = (request.socket as TLSSocket).getPeerCertificate().subject?.CN;
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const [user = '', ...password] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
    const login = shown === 'observability-opensearch-admin' ? loginOf(store.manifests, 'admin certificate') : { ...loginOf(store.manifests, 'anonymous'), ...(basic && { user, password: password.join(':') }) };
    return asUser(store.url, login, request.method!, `${url.pathname}${url.search}`, body || undefined);
  }

  const { 'ca.crt': ca } = contentsOf(store.manifests, 'Secret', 'observability-opensearch-tls');
  const server = createServer(
    { cert: readFileSync(join(store.config, 'tls', 'tls.crt')), key: readFileSync(join(store.config, 'tls', 'tls.key')), ca: ca!, requestCert: true, rejectUnauthorized: false },
    (request, response) => void handle(request, response).catch((error: Error) => response.writeHead(500).end(error.message)),
  );
  const port = await listen(server);
  return Object.assign(self, { url: `https://localhost:${port}`, policies, snapshotPolicies, managed, failed, asked, stop: () => new Promise<void>(resolve => (server.close(() => resolve()), server.closeAllConnections())) });
}

const listen = (server: Server): Promise<number> => new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** The plugin is where the setting is known: without it a template that has it is refused. */
function withoutPluginSettings(body: string): string {
  if (!body.includes(ROLLOVER_ALIAS)) return body;
  const document = JSON.parse(body);
  delete document.template.settings[ROLLOVER_ALIAS];
  return JSON.stringify(document);
}

/** `filter_path` as far as the scripts use it: names and dots. */
function filtered(body: any, filter: string | null): unknown {
  if (!filter) return body;
  const pick = (value: any, [first, ...rest]: readonly string[]): any => {
    if (Array.isArray(value)) return value.map(item => pick(item, [first!, ...rest])).filter(item => item !== undefined);
    if (value?.[first!] === undefined) return undefined;
    const inner = rest.length ? pick(value[first!], rest) : value[first!];
    return inner === undefined || (Array.isArray(inner) && inner.length === 0) ? undefined : { [first!]: inner };
  };
  const merge = (a: any, b: any): any => (Array.isArray(a) ? a.map((item, index) => merge(item, b[index])) : typeof a === 'object' && typeof b === 'object' ? Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map(key => [key, key in a && key in b ? merge(a[key], b[key]) : (a[key] ?? b[key])])) : b);
  return filter.split(',').map(path => pick(body, path.split('.'))).filter(part => part !== undefined).reduce((all, part) => merge(all, part), {});
}
