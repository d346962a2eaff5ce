import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { tool, type ToolName } from '../tools/tools.ts';
import { applyObjects, clientEnvironment } from './apply.ts';
import { kwokStages } from './kwok-stages.ts';
import { freePort, httpReady, Processes, type Running, type StartOptions } from './processes.ts';
import { storageClass } from './storage-class.ts';

/** A Kubernetes control plane on this machine, with kwok in the place of the kubelets. */
export interface ControlPlane {
  /** Path of a kubeconfig of a cluster administrator. */
  readonly kubeconfig: string;
  /** Address of the API server, https on 127.0.0.1. */
  readonly url: string;
  /** Environment in which kubectl and helm talk to it, and keep their caches beside the kubeconfig instead of in the user's home. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends its processes; its files stay. */
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  /** Folder for data, keys, kubeconfigs and logs; nothing is written elsewhere. An earlier cluster's data in it is removed. */
  readonly dir: string;
  /** Gets one line per step. */
  readonly log: (line: string) => void;
  readonly processes?: Processes;
  /** More flags of kube-apiserver, by name without dashes. */
  readonly apiServerFlags?: Readonly<Record<string, string>>;
}

// On loopback, so that the API server's calls to webhooks behind Services never leave the machine.
const SERVICE_CIDR = '127.96.0.0/16';
const POD_CIDR = '10.244.0.0/16';
// The endpoint of the Service "kubernetes" must not be a loopback address; nothing listens here.
const ADVERTISED_ADDRESS = '10.0.0.10';

/** Users of the API server, with the groups that Kubernetes' own roles know them by. */
const users = {
  admin: 'system:masters',
  kwok: 'system:masters',
  'system:kube-controller-manager': '',
  'system:kube-scheduler': '',
} as const;

type User = keyof typeof users;

/**
 * Starts etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok on free ports of 127.0.0.1, with RBAC and the default admission
 * (Pod Security among it) and a default StorageClass. It is ready when it returns: ServiceAccounts are made, pods can be created.
 * @throws Error that shows the log of the process that did not start; those before it are stopped.
 */
export async function startControlPlane({ dir, log, processes = new Processes(dir), apiServerFlags = {} }: ControlPlaneOptions): Promise<ControlPlane> {
  makeRoom(dir);
  const started: Running[] = [];
  const stop = async (): Promise<void> => {
    for (const running of [...started].reverse()) await running.stop();
  };
  const start = async (name: ToolName, args: string[], options: StartOptions): Promise<void> => {
    const began = Date.now();
    started.push(await processes.start(name, await tool(name), args, options));
    log(`${name} is ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  };
  try {
    const credentials = writeCredentials(dir);
    const etcd = await startEtcd(dir, start);
    const apiServer = await startApiServer(dir, etcd, credentials, apiServerFlags, start);
    const kubeconfigs = writeKubeconfigs(dir, apiServer, credentials);
    await Promise.all([
      startControllerManager(kubeconfigs['system:kube-controller-manager'], apiServer, credentials, start),
      startScheduler(kubeconfigs['system:kube-scheduler'], start),
      startKwok(dir, kubeconfigs.kwok, start),
    ]);
    await applyObjects(kubeconfigs.admin, [storageClass]);
    return { kubeconfig: kubeconfigs.admin, env: clientEnvironment(kubeconfigs.admin), url: apiServer.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function makeRoom(dir: string): void {
  if (Processes.running(dir).includes('etcd'))
    throw new Error(`A control plane already runs in ${dir}; stop it first (Processes.down), or use another folder`);
  for (const part of ['etcd', 'apiserver']) rmSync(join(dir, part), { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
}

type Start = (name: ToolName, args: string[], options: StartOptions) => Promise<void>;

interface ApiServer {
  readonly url: string;
  /** Path of the certificate that its own is signed by. */
  readonly authority: string;
}

interface Credentials {
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  readonly tokenFile: string;
  readonly tokens: Readonly<Record<User, string>>;
}

async function startEtcd(dir: string, start: Start): Promise<string> {
  const [client, peer] = await Promise.all([freePort(), freePort()]);
  const url = `http://127.0.0.1:${client}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  const args = flags({
    'data-dir': join(dir, 'etcd'),
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': `default=${peerUrl}`,
    // The data is of no worth after a crash, and waiting for the disk is most of the time of a start.
    'unsafe-no-fsync': 'true',
  });
  await start('etcd', args, { ready: httpReady(`${url}/readyz`) });
  return url;
}

async function startApiServer(dir: string, etcd: string, credentials: Credentials, more: Readonly<Record<string, string>>, start: Start): Promise<ApiServer> {
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const certificates = join(dir, 'apiserver');
  const args = flags({
    'etcd-servers': etcd,
    'bind-address': '127.0.0.1',
    'advertise-address': ADVERTISED_ADDRESS,
    'secure-port': String(port),
    'cert-dir': certificates,
    'token-auth-file': credentials.tokenFile,
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': 'true',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-signing-key-file': credentials.serviceAccountKey,
    'service-account-key-file': credentials.serviceAccountPublicKey,
    'service-cluster-ip-range': SERVICE_CIDR,
    ...more,
  });
  await start('kube-apiserver', args, { ready: httpsReady(`${url}/readyz`) });
  return { url, authority: join(certificates, 'apiserver.crt') };
}

async function startControllerManager(kubeconfig: string, apiServer: ApiServer, credentials: Credentials, start: Start): Promise<void> {
  const port = await freePort();
  const args = flags({
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': String(port),
    'leader-elect': 'false',
    'use-service-account-credentials': 'true',
    'service-account-private-key-file': credentials.serviceAccountKey,
    'root-ca-file': apiServer.authority,
    'allocate-node-cidrs': 'true',
    'cluster-cidr': POD_CIDR,
    'service-cluster-ip-range': SERVICE_CIDR,
  });
  // Until this account is there, the API server refuses pods.
  const defaultAccount = `${apiServer.url}/api/v1/namespaces/default/serviceaccounts/default`;
  await start('kube-controller-manager', args, { ready: httpsReady(defaultAccount, { Authorization: `Bearer ${credentials.tokens.admin}` }) });
}

async function startScheduler(kubeconfig: string, start: Start): Promise<void> {
  const port = await freePort();
  const args = flags({
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'secure-port': String(port),
    'leader-elect': 'false',
  });
  await start('kube-scheduler', args, { ready: httpsReady(`https://127.0.0.1:${port}/readyz`) });
}

async function startKwok(dir: string, kubeconfig: string, start: Start): Promise<void> {
  const port = await freePort();
  const config = join(dir, 'kwok.yaml');
  writeFileSync(config, kwokStages);
  const args = flags({
    kubeconfig,
    config,
    cidr: POD_CIDR,
    'manage-all-nodes': 'true',
    'node-lease-duration-seconds': '40',
    'server-address': `127.0.0.1:${port}`,
  });
  await start('kwok', args, { env: { KWOK_WORKDIR: join(dir, 'kwok') }, ready: httpReady(`http://127.0.0.1:${port}/healthz`) });
}

function writeCredentials(dir: string): Credentials {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const names = Object.keys(users) as User[];
  const tokens = Object.fromEntries(names.map((user) => [user, randomBytes(24).toString('hex')])) as Record<User, string>;
  return {
    serviceAccountKey: writeSecret(join(dir, 'service-account.key'), privateKey),
    serviceAccountPublicKey: writeSecret(join(dir, 'service-account.pub'), publicKey),
    tokenFile: writeSecret(join(dir, 'tokens.csv'), names.map((user) => `${tokens[user]},${user},${user},"${users[user]}"\n`).join('')),
    tokens,
  };
}

function writeKubeconfigs(dir: string, { url, authority }: ApiServer, { tokens }: Credentials): Record<User, string> {
  const certificate = readFileSync(authority).toString('base64');
  return Object.fromEntries(
    Object.entries(tokens).map(([user, token]) => {
      const content = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'lab', cluster: { server: url, 'certificate-authority-data': certificate } }],
        users: [{ name: user, user: { token } }],
        contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
        'current-context': 'lab',
      };
      const file = user === 'admin' ? 'kubeconfig' : `${user.replace('system:', '')}.kubeconfig`;
      return [user, writeSecret(join(dir, file), JSON.stringify(content, null, 2))];
    }),
  ) as Record<User, string>;
}

function writeSecret(file: string, content: string): string {
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

const flags = (values: Readonly<Record<string, string>>): string[] => Object.entries(values).map(([name, value]) => `--${name}=${value}`);

// Each server signs its own certificate at its start; on 127.0.0.1 that it answers is all there is to know.
const httpsReady =
  (url: string, headers: NonNullable<RequestOptions['headers']> = {}): (() => Promise<boolean>) =>
  () =>
    new Promise((resolve, reject) => {
      const request = get(url, { headers, rejectUnauthorized: false, timeout: 2_000 }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      request.once('error', reject).once('timeout', () => request.destroy(new Error('no answer within 2 s')));
    });
