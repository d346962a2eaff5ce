import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { run } from '../../lab/command.ts';
import { Processes, freePort, type Running } from '../../lab/processes.ts';
import { texts, type Manifest } from '../../wiring/manifest.ts';
import { asUser, type Answer, type Login } from './client.ts';
import { install } from './install.ts';

/** A node of OpenSearch that runs with the files that the chart renders. */
export interface Store {
  readonly url: string;
  readonly port: number;
  readonly transportPort: number;
  /** Its configuration folder; certificates in `tls/`. */
  readonly config: string;
  readonly manifests: readonly Manifest[];
  readonly process: Running;
  /** Asks it as the user with the password in the rendered Secret; `anonymous` sends none. */
  ask(user: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends it, and begins it again with the same data and other manifests where they are given. */
  restart(options?: StartOptions): Promise<Store>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly manifests?: readonly Manifest[];
  /** Which pod of the StatefulSet it is. */
  readonly ordinal?: number;
  /** Transport ports of the other nodes, in place of the names that the chart has. */
  readonly seeds?: readonly number[];
  /** As fast as in the pod, with the memory that the chart gives it. Without: small, and quick to start. */
  readonly asInPod?: boolean;
  /** False: it counts as started as soon as its port answers, with whatever; a node without a cluster is never ready. */
  readonly untilReady?: boolean;
}

/** A Secret or ConfigMap of the release, its texts by key. */
export const contentsOf = (manifests: readonly Manifest[], kind: 'Secret' | 'ConfigMap', name: string): Record<string, string> => {
  const manifest = manifests.find(one => one.kind === kind && one.metadata.name === name);
  if (!manifest) throw new Error(`the release has no ${kind} ${name}`);
  return texts(manifest);
};

/** Who logs in how, with what the chart renders. */
export function loginOf(manifests: readonly Manifest[], user: string): Login {
  const { 'ca.crt': ca, 'admin.crt': cert, 'admin.key': key, 'tls.crt': nodeCert, 'tls.key': nodeKey } = contentsOf(manifests, 'Secret', 'observability-opensearch-tls') as Record<string, string>;
  if (user === 'anonymous') return { ca: ca! };
  if (user === 'admin certificate') return { ca: ca!, cert: cert!, key: key! };
  if (user === 'node certificate') return { ca: ca!, cert: nodeCert!, key: nodeKey! };
  const [name, ...password] = user.split(':');
  return { ca: ca!, user: name!, password: password.length ? password.join(':') : contentsOf(manifests, 'Secret', 'observability-opensearch-users')[`${name}-password`]! };
}

/** Starts a node. One run of the tests has to wait for another on the same machine: `flock /tmp/opensearch.lock npm run test:logs`. */
export async function startStore({ manifests = [], ...options }: StartOptions = {}): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'opensearch-'));
  const [port, transportPort] = [await freePort(), await freePort()];
  return start({ folder, port, transportPort, manifests, ...options });
}

interface Place extends StartOptions {
  readonly manifests: readonly Manifest[];
  readonly folder: string;
  readonly port: number;
  readonly transportPort: number;
}

const SMALL = ['-Xms512m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

const javaOptions = (manifests: readonly Manifest[]): string[] => podOf(manifests).containers[0]!.env!.find(({ name }) => name === 'OPENSEARCH_JAVA_OPTS')!.value!.split(' ');

async function start(place: Place): Promise<Store> {
  const { folder, port, transportPort, manifests, ordinal = 0, untilReady = true, asInPod = false } = place;
  const { home, java } = await install();
  const config = await configure(place);
  const url = `https://localhost:${port}`;
  const ask: Store['ask'] = (user, method, path, body) => asUser(url, loginOf(manifests, user), method, path, body);
  const processes = new Processes(folder);
  const running = await processes.start(
    `opensearch-${ordinal}`,
    java,
    [
      ...(asInPod ? javaOptions(manifests) : SMALL), '-Djava.security.manager=allow',
      `-Dopensearch.path.home=${home}`, `-Dopensearch.path.conf=${config}`, '-Dlog4j2.disable.jmx=true',
      // OpenSearch refuses to run as root, as it is in many containers of CI; without JNA it does not know.
      ...(process.getuid?.() === 0 ? ['-Djna.noclasspath=true', '-Djna.nosys=true', '-Djna.boot.library.path=/nowhere'] : []),
      '-cp', `${home}/lib/*`, 'org.opensearch.bootstrap.OpenSearch',
    ],
    {
      env: { OPENSEARCH_ADMIN_PASSWORD: contentsOf(manifests, 'Secret', 'observability-opensearch-users')['admin-password']! },
      timeoutMs: 600_000,
      ready: async () => {
        // The certificate is let in before the security plugin knows its users.
        const { status } = await ask('admin', 'GET', '_cluster/health');
        return status === 200 || !untilReady;
      },
    },
  );
  return {
    url, port, transportPort, config, manifests, process: running, ask,
    restart: async (options = {}) => {
      await running.stop();
      return start({ ...place, ...options });
    },
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The configuration folder as it would be in the pod: opensearch.yml after its init container, the security plugin's files, certificates. What is of the pod's network and file system is replaced:
 * addresses, ports, the names of other nodes, folders.
 */
async function configure({ folder, port, transportPort, manifests, ordinal = 0, seeds = [] }: Place): Promise<string> {
  const config = join(folder, 'config');
  rmSync(config, { recursive: true, force: true });
  mountSecret(join(config, 'tls'), contentsOf(manifests, 'Secret', 'observability-opensearch-tls'));
  write(join(config, 'opensearch-security'), contentsOf(manifests, 'Secret', 'observability-opensearch-security'));
  const pod = `observability-opensearch-${ordinal}`;
  const rendered = await afterInit(contentsOf(manifests, 'ConfigMap', 'observability-opensearch-config')['opensearch.yml']!, manifests, pod);
  const settings = {
    ...(load(rendered) as object),
    ...environment(manifests),
    'node.name': pod,
    'network.host': '127.0.0.1',
    'http.port': port,
    'transport.port': transportPort,
    'discovery.seed_hosts': seeds.map(seed => `127.0.0.1:${seed}`),
    'path.data': join(folder, 'data'),
    'path.logs': join(folder, 'logs'),
    'path.repo': [join(folder, 'snapshots')],
  };
  write(config, { 'opensearch.yml': dump(settings), 'log4j2.properties': LOG4J });
  for (const made of ['data', 'logs', 'snapshots']) mkdirSync(join(folder, made), { recursive: true });
  return config;
}

/** What the init container of the pod makes of opensearch.yml. */
async function afterInit(yml: string, manifests: readonly Manifest[], pod: string): Promise<string> {
  const { initContainers = [] } = podOf(manifests);
  const init = initContainers.find(({ name }) => name === 'first-node-founds');
  if (!init?.command) return yml;
  const folder = mkdtempSync(join(tmpdir(), 'init-'));
  write(folder, { 'opensearch.yml': yml });
  const [command, ...args] = init.command.map(word => word.replaceAll('/tmp/config', folder));
  await run(command!, args, { env: { HOSTNAME: pod } });
  const result = await run('cat', [join(folder, 'opensearch.yml')]);
  rmSync(folder, { recursive: true });
  return result;
}

/** Settings that the dependency's chart hands over as environment variables: those whose names have dots. */
function environment(manifests: readonly Manifest[]): Record<string, unknown> {
  const { containers } = podOf(manifests);
  const named = containers[0]!.env!.filter(({ name, value }) => name.includes('.') && value !== undefined);
  return Object.fromEntries(named.map(({ name, value }) => [name, name.endsWith('initial_master_nodes') ? value!.split(',').filter(Boolean) : value]));
}

interface Container {
  readonly name: string;
  readonly command?: string[];
  readonly env?: { readonly name: string; readonly value?: string }[];
}

const podOf = (manifests: readonly Manifest[]): { readonly containers: Container[]; readonly initContainers?: Container[] } => {
  const set = manifests.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'observability-opensearch') as unknown as { spec: { template: { spec: never } } };
  return set.spec.template.spec;
};

/** Puts files where a Secret is mounted as the kubelet does, or others in their place: all at once, by a link. */
export function mountSecret(folder: string, files: Record<string, string>): void {
  const version = `..${Date.now()}`;
  write(join(folder, version), files);
  symlinkSync(version, join(folder, '..new'));
  renameSync(join(folder, '..new'), join(folder, '..data'));
  for (const name of Object.keys(files)) if (!existsSync(join(folder, name))) symlinkSync(join('..data', name), join(folder, name));
}

function write(folder: string, files: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
}

const LOG4J = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;

