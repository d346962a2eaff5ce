import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import type { Claim, Node, Pod, Snapshot } from './fleet/cluster.ts';

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

const timeoutMs = 10_000;

/** Also the answer for a kind whose definition has just been installed. */
const tooManyRequests = 429;
const busyAttempts = 10;

/** The API server answered with an error, or not at all. */
export class ApiError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads from the lab's API server with what a kubeconfig holds (its first cluster and user). */
export class KubernetesApi {
  readonly #server: URL;
  readonly #agent: Agent;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(kubeconfig: string) {
    const { clusters, users } = load(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
    const cluster = clusters[0]?.cluster ?? {};
    const user = users[0]?.user ?? {};
    if (!cluster['server']) throw new Error(`${kubeconfig}: the first cluster has no "server"; give the kubeconfig of a running lab`);
    this.#server = new URL(cluster['server']);
    this.#agent = new Agent({
      keepAlive: true,
      ...pem('ca', cluster, 'certificate-authority'),
      ...pem('cert', user, 'client-certificate'),
      ...pem('key', user, 'client-key'),
    });
    this.#headers = user['token'] ? { authorization: `Bearer ${user['token']}` } : {};
  }

  /** Port of the API server. */
  get port(): number {
    return Number(this.#server.port);
  }

  /**
   * The text that the API server answers for a path.
   * @throws ApiError with its status
   */
  async text(path: string, attempts = busyAttempts): Promise<string> {
    try {
      return await this.#request(path);
    } catch (error) {
      if (attempts <= 1 || !(error instanceof ApiError) || error.status !== tooManyRequests) throw error;
      await sleep(1000);
      return this.text(path, attempts - 1);
    }
  }

  #request(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (cause: Error): void => reject(new ApiError(0, `GET ${path}: ${cause.message}`));
      request(new URL(path, this.#server), { agent: this.#agent, headers: this.#headers, timeout: timeoutMs }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          const body = Buffer.concat(chunks).toString();
          const status = response.statusCode ?? 0;
          if (status === 200) resolve(body);
          else reject(new ApiError(status, `GET ${path}: ${status} ${body.slice(0, 200)}`));
        });
      })
        .on('timeout', function (this: { destroy(error: Error): void }) {
          this.destroy(new Error(`no answer within ${timeoutMs / 1000} s`));
        })
        .on('error', fail)
        .end();
    });
  }

  /** An object or list of objects; the caller knows its type. */
  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path)) as T;
  }

  /** An object, or undefined when there is none. */
  async find<T>(path: string): Promise<T | undefined> {
    return this.get<T>(path).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    });
  }

  /** What decides the simulation, as it is now. */
  async snapshot(): Promise<Snapshot> {
    const items = async <T>(path: string): Promise<readonly T[]> => (await this.get<{ items: readonly T[] }>(path)).items;
    const [nodes, pods, claims, configs] = await Promise.all([
      items<Node>('/api/v1/nodes'),
      items<Pod>('/api/v1/pods'),
      items<Claim>('/api/v1/persistentvolumeclaims'),
      items<{ readonly data?: Readonly<Record<string, string>> }>('/api/v1/configmaps?labelSelector=app.kubernetes.io/name%3Ddcgm-exporter'),
    ]);
    const [counters = ''] = configs.flatMap(({ data = {} }) => Object.entries(data).flatMap(([file, text]) => (file.endsWith('.csv') ? [text] : [])));
    return { nodes, pods, claims, counters };
  }

  /** Lets go of the connections. */
  close(): void {
    this.#agent.destroy();
  }
}

/** A certificate or key of a kubeconfig, which holds it itself (`…-data`) or names its file. */
function pem(option: 'ca' | 'cert' | 'key', from: Readonly<Record<string, string>>, key: string): Record<string, Buffer> {
  const data = from[`${key}-data`];
  const file = from[key];
  if (data) return { [option]: Buffer.from(data, 'base64') };
  return file ? { [option]: readFileSync(file) } : {};
}
