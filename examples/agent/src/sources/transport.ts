import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { promisify } from 'node:util';

/** The API server answered, but not with what was asked for. */
export class KubernetesError extends Error {
  /** HTTP status; 0 where it is not known. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Gets a path of the API server. @throws KubernetesError */
export type Get = (path: string) => Promise<string>;

export interface KubectlOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** The program; "kubectl" of PATH if left out. */
  readonly kubectl?: string;
  /** In milliseconds. */
  readonly timeoutMs?: number;
}

const statusOf = (message: string): number => (/\(NotFound\)|could not find the requested resource/i.test(message) ? 404 : /\(Forbidden\)/i.test(message) ? 403 : /\(Unauthorized\)/i.test(message) ? 401 : 0);

/** Through kubectl, which knows every way to log in that a kubeconfig can name. `get --raw` reads, and can do nothing else. */
export function kubectlGet({ kubeconfig, context, kubectl = 'kubectl', timeoutMs = 10_000 }: KubectlOptions = {}): Get {
  const common = [...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]), ...(context === undefined ? [] : ['--context', context])];
  return async (path) => {
    try {
      return (await promisify(execFile)(kubectl, [...common, 'get', '--raw', path], { timeout: timeoutMs, maxBuffer: 1 << 28 })).stdout;
    } catch (cause) {
      const { code, stderr = '', message, killed } = cause as { code?: string | number; stderr?: string; message: string; killed?: boolean };
      if (code === 'ENOENT') throw new KubernetesError(0, `${kubectl} is not installed; see https://kubernetes.io/docs/tasks/tools`);
      if (killed) throw new KubernetesError(0, `the API server did not answer within ${timeoutMs / 1000} s`);
      const said = stderr.trim().split('\n').at(-1) || message;
      throw new KubernetesError(statusOf(stderr), said);
    }
  };
}

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Whether this runs in a pod that has a token for the API server. */
export const inCluster = (): boolean => process.env['KUBERNETES_SERVICE_HOST'] !== undefined && existsSync(`${account}/token`);

/** As the service account of the pod; its token is read anew each time, as the kubelet renews it. */
export function inClusterGet({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Get {
  const host = process.env['KUBERNETES_SERVICE_HOST'];
  const port = process.env['KUBERNETES_SERVICE_PORT'] ?? '443';
  const ca = readFileSync(`${account}/ca.crt`);
  return (path) => new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${readFileSync(`${account}/token`, 'utf8').trim()}`, accept: 'application/json' };
    const asked = request({ host, port, path, ca, headers, timeout: timeoutMs }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => {
        const status = response.statusCode ?? 0;
        if (status === 200) resolve(body);
        else reject(new KubernetesError(status, `the API server answers ${status} to ${path.split('?')[0]}${status === 403 ? '; the service account may not read it' : ''}`));
      });
    });
    asked.on('timeout', () => asked.destroy(new KubernetesError(0, `the API server did not answer within ${timeoutMs / 1000} s`))).on('error', reject).end();
  });
}
