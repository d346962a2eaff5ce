import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** A resource or subresource that an API server serves. */
export interface ServedResource {
  readonly group: string;
  readonly version: string;
  /** `pods`, or `pods/log`. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface List {
  readonly groupVersion: string;
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

interface Version {
  readonly groupVersion: string;
  readonly version: string;
}

/** Verbs of RBAC on resources (kubernetes.io/docs/reference/access-authn-authz/authorization). */
export const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'impersonate', 'bind', 'escalate', 'use', 'approve', 'sign'] as const;

/** Asks an API server, as its administrator, who may do what. */
export class Access {
  readonly #url: string;
  readonly #token: string;
  readonly #agent: Agent;

  constructor(kubeconfig: string) {
    const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: { server: string; 'certificate-authority-data': string } }[]; users: { user: { token: string } }[] };
    this.#url = clusters[0]!.cluster.server;
    this.#token = users[0]!.user.token;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 16, ca: Buffer.from(clusters[0]!.cluster['certificate-authority-data'], 'base64') });
  }

  /** Everything that is served, each resource in the version that its group prefers of those which have it. */
  async served(): Promise<ServedResource[]> {
    const { groups } = await this.#ask<{ groups: { name: string; preferredVersion: Version; versions: Version[] }[] }>('/apis');
    const lists = [
      { group: '', path: '/api/v1', version: 'v1' },
      ...groups.flatMap(({ name: group, preferredVersion, versions }) => [preferredVersion, ...versions].map(({ groupVersion, version }) => ({ group, path: `/apis/${groupVersion}`, version }))),
    ];
    const found = await Promise.all(lists.map(async ({ group, path, version }) => (await this.#ask<List>(path)).resources.map(({ name, kind, namespaced }) => ({ group, version, name, kind, namespaced }))));
    return [...new Map(found.flat().reverse().map(resource => [`${resource.group}/${resource.name}`, resource])).values()];
  }

  /** Everything of `asked` that a service account may do; in `namespace`, or (left out) in all of them. */
  async allowed<T extends { readonly group: string; readonly name: string; readonly verb: string }>(account: { readonly namespace: string; readonly name: string }, asked: readonly T[], namespace?: string): Promise<T[]> {
    const user = `system:serviceaccount:${account.namespace}:${account.name}`;
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`, 'system:authenticated'];
    const answers = await Promise.all(
      asked.map(({ group, name, verb }) => {
        const [resource, subresource] = name.split('/');
        const spec = { user, groups, resourceAttributes: { group, resource, subresource, verb, ...(namespace && { namespace }) } };
        return this.#ask<{ status: { allowed: boolean } }>('/apis/authorization.k8s.io/v1/subjectaccessreviews', { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec });
      }),
    );
    return asked.filter((_, at) => answers[at]!.status.allowed);
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask<T>(path: string, body?: object): Promise<T> {
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#url}${path}`, { agent: this.#agent, method: body ? 'POST' : 'GET', headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' } }, response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode! < 300) resolve(JSON.parse(text) as T);
          else reject(new Error(`${path}: ${response.statusCode} ${text.slice(0, 300)}`));
        });
      });
      asked.on('error', reject).end(body && JSON.stringify(body));
    });
  }
}
