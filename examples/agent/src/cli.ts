import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { secondsOf } from './duration.ts';
import type { Report } from './findings.ts';
import { investigate, type GivenSources } from './investigate.ts';
import { defaultLinks, json, text, type Links } from './report.ts';
import type { Scope } from './census.ts';
import { apiServer } from './sources/api-server.ts';
import { openSearch } from './sources/opensearch.ts';
import { prometheus } from './sources/prometheus.ts';
import { inCluster, inClusterGet, kubectlGet } from './sources/transport.ts';

const usage = `npm run investigate -- [--cluster NAME] [--namespace NAME] [--workload NAME] [options]
Looks at a cluster, a namespace or a workload, and prints what is the matter, the most urgent first. It reads, and changes nothing.

What to look at: everything, unless narrowed.
  --cluster NAME        value of the label cluster, where Prometheus holds several
  --namespace NAME
  --workload NAME       as the dashboards call it: a Deployment, PyTorchJob, RayService and so on; needs --namespace
  --since 1h            how far to look back
  --at TIME             look at the past, up to this moment (2026-01-31T03:00:00Z); the API server, which knows the present only, is not asked then

Where to ask: what is left out is not looked at, and the report says so.
  --prometheus URL      kubectl --namespace monitoring port-forward service/observability-metrics 9090, then http://localhost:9090
  --header NAME=VALUE   for every request to Prometheus, such as X-Scope-OrgID=TENANT
  --token-file FILE     a bearer token for Prometheus
  --opensearch URL      the log store; user and password in OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD, its CA in NODE_EXTRA_CA_CERTS
  --log-index NAMES     indices of the logs, by comma
  --kubeconfig FILE     KUBECONFIG or ~/.kube/config if left out; asked through kubectl. In a pod, its service account
  --context NAME        of the kubeconfig
  --no-kubernetes       do not ask an API server

  --runbooks URL        where the runbooks are published (alerts.runbookUrl)
  --json                for programs
Exit code: 0 nothing critical, no warning; 1 there is one; 2 the arguments are wrong; 3 nothing could be asked.`;

class UsageError extends Error {}

/** What the arguments and the environment say. */
export interface Options {
  readonly scope: Scope;
  readonly window: { readonly from: number; readonly to: number };
  readonly sources: GivenSources;
  readonly links: Links;
  readonly json: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const url = (name: string, value: string): string => {
  if (!URL.canParse(value) || !/^https?:/.test(value)) throw new UsageError(`${name} ${value}: write an address such as http://localhost:9090`);
  return value;
};

const label = (name: string, value: string | undefined): string | undefined => {
  if (value !== undefined && !/^[A-Za-z0-9]([\w.:-]*[A-Za-z0-9])?$/.test(value)) throw new UsageError(`${name} ${value}: that is no name of Kubernetes; use letters, digits, "-" and "."`);
  return value;
};

function header(pair: string): [string, string] {
  const [, name, value] = /^([\w-]+)=(.*)$/s.exec(pair) ?? [];
  if (!name) throw new UsageError(`--header ${pair}: write NAME=VALUE`);
  return [name, value!];
}

const isNow = 120;

/** @throws UsageError */
export function optionsOf(args: readonly string[], environment: Environment, now: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cluster: { type: 'string' }, namespace: { type: 'string' }, workload: { type: 'string' }, since: { type: 'string', default: '1h' }, at: { type: 'string' },
      prometheus: { type: 'string' }, header: { type: 'string', multiple: true, default: [] }, 'token-file': { type: 'string' },
      opensearch: { type: 'string' }, 'log-index': { type: 'string' }, kubeconfig: { type: 'string' }, context: { type: 'string' }, 'no-kubernetes': { type: 'boolean', default: false },
      runbooks: { type: 'string' }, json: { type: 'boolean', default: false },
    },
  });
  const cluster = label('--cluster', values.cluster), namespace = label('--namespace', values.namespace), workload = label('--workload', values.workload);
  if (workload !== undefined && namespace === undefined) throw new UsageError('--workload needs --namespace: workloads of several namespaces may have one name');
  const since = secondsOf(values.since);
  if (!since || since < 300) throw new UsageError(`--since ${values.since}: write five minutes or more, such as 30m, 6h or 2d`);
  const to = values.at === undefined ? now : Date.parse(values.at) / 1000;
  if (Number.isNaN(to)) throw new UsageError(`--at ${values.at}: write a moment such as 2026-01-31T03:00:00Z`);
  return {
    scope: { ...(cluster !== undefined && { cluster }), ...(namespace !== undefined && { namespace }), ...(workload !== undefined && { workload }) },
    window: { from: to - since, to },
    sources: sourcesOf(values, environment, to > now - isNow),
    links: values.runbooks === undefined ? defaultLinks : { runbooks: url('--runbooks', values.runbooks) },
    json: values.json,
  };
}

interface Addresses {
  readonly prometheus?: string | undefined;
  readonly header: readonly string[];
  readonly 'token-file'?: string | undefined;
  readonly opensearch?: string | undefined;
  readonly 'log-index'?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly 'no-kubernetes': boolean;
}

function sourcesOf(given: Addresses, environment: Environment, present: boolean): GivenSources {
  const token = given['token-file'] === undefined ? {} : { authorization: `Bearer ${readFileSync(given['token-file'], 'utf8').trim()}` };
  const { OPENSEARCH_USERNAME: username, OPENSEARCH_PASSWORD: password } = environment;
  const get = given['no-kubernetes'] || !present ? undefined : kubernetesGet(given, environment);
  return {
    ...(given.prometheus !== undefined && { metrics: prometheus({ url: url('--prometheus', given.prometheus), headers: { ...token, ...Object.fromEntries(given.header.map(header)) } }) }),
    ...(given.opensearch !== undefined && {
      logs: openSearch({
        url: url('--opensearch', given.opensearch), ...(username !== undefined && { username }), ...(password !== undefined && { password }), ...(given['log-index'] !== undefined && { index: given['log-index'] }),
      }),
    }),
    ...(get && { kubernetes: apiServer(get) }),
  };
}

function kubernetesGet({ kubeconfig, context }: Addresses, environment: Environment) {
  if (kubeconfig !== undefined && !existsSync(kubeconfig)) throw new UsageError(`--kubeconfig ${kubeconfig}: there is no such file`);
  if (kubeconfig === undefined && inCluster()) return inClusterGet();
  const there = kubeconfig !== undefined || environment['KUBECONFIG'] !== undefined || existsSync(`${environment['HOME'] ?? ''}/.kube/config`);
  return there ? kubectlGet({ ...(kubeconfig !== undefined && { kubeconfig }), ...(context !== undefined && { context }) }) : undefined;
}

const urgent = ({ findings }: Report): boolean => findings.some(({ severity, ended }) => severity !== 'info' && ended === undefined);

/** @returns the exit code */
export async function main(args: readonly string[], environment: Environment, print: (line: string) => void): Promise<number> {
  if (args.includes('--help')) {
    print(usage);
    return 0;
  }
  try {
    const { scope, window, sources, links, json: forPrograms } = optionsOf(args, environment, Math.floor(Date.now() / 1000));
    if (Object.keys(sources).length === 0) throw new UsageError('nothing to ask: give --prometheus, --opensearch or --kubeconfig');
    const report = await investigate({ scope, window, sources });
    print(forPrograms ? json(report, links) : text(report, links));
    return report.blind ? 3 : urgent(report) ? 1 : 0;
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    if (!(error instanceof UsageError) && !code?.startsWith('ERR_PARSE_ARGS')) throw error;
    print(`${message}\n\n${usage}`);
    return 2;
  }
}
