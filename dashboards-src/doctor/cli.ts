import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dashboards } from '../dashboards/index.ts';
import { cover } from './coverage.ts';
import type { Dashboard, Window } from './dashboard.ts';
import { Diagnosis } from './diagnosis.ts';
import { factsOf } from './facts.ts';
import { PrometheusClient, PrometheusError } from './prometheus.ts';
import { faults, json, text, type Report } from './report.ts';

const usage = `npm run doctor -- --prometheus URL [--dashboard NAME]... [--token-file FILE] [--header NAME=VALUE]... [--json]
Asks every query of every dashboard of this chart, and says for each empty panel why it is empty and what to do.

  --prometheus   address of a Prometheus API. In a cluster: kubectl --namespace monitoring port-forward service/observability-metrics 9090, then http://localhost:9090
                 Mimir: https://HOST/prometheus with --header X-Scope-OrgID=TENANT
                 Amazon Managed Prometheus: through a proxy that signs (aws-sigv4-proxy), as requests are not signed here
  --dashboard    only this one: ${dashboards.map(({ name }) => name).join(', ')}
  --token-file   a file with a bearer token
  --header       a header for every request
  --json         for programs
Exit code: 0 no panel is empty by mistake; 1 at least one is; 2 Prometheus cannot be asked, or the arguments are wrong.`;

/** Half an hour, as a dashboard of the chart shows at the least; four scrapes of Prometheus' usual 30 s for a rate. */
const window: Window = { rangeSeconds: 1800, stepSeconds: 60, rateInterval: '2m' };

class UsageError extends Error {}

interface Options {
  readonly prometheus: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly chosen: readonly Dashboard[];
  readonly json: boolean;
}

function options(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      prometheus: { type: 'string' }, dashboard: { type: 'string', multiple: true, default: [] }, 'token-file': { type: 'string' },
      header: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false },
    },
  });
  if (!values.prometheus || !URL.canParse(values.prometheus)) throw new UsageError('--prometheus needs the address of a Prometheus API, such as http://localhost:9090');
  const token = values['token-file'] === undefined ? {} : { authorization: `Bearer ${readFileSync(values['token-file'], 'utf8').trim()}` };
  return { prometheus: values.prometheus, headers: { ...token, ...Object.fromEntries(values.header.map(header)) }, chosen: choice(values.dashboard), json: values.json };
}

function header(pair: string): [string, string] {
  const [, name, value] = /^([\w-]+)=(.*)$/s.exec(pair) ?? [];
  if (!name) throw new UsageError(`--header ${pair}: write NAME=VALUE`);
  return [name, value!];
}

function choice(names: readonly string[]): Dashboard[] {
  const unknown = names.find((name) => !dashboards.some((dashboard) => dashboard.name === name));
  if (unknown) throw new UsageError(`--dashboard ${unknown}: there is ${dashboards.map(({ name }) => name).join(', ')}`);
  return dashboards.filter(({ name }) => names.length === 0 || names.includes(name)).map(({ json }) => json as unknown as Dashboard);
}

/** @throws PrometheusError when Prometheus cannot be asked */
export async function examine({ prometheus: url, headers, chosen }: Options): Promise<Report> {
  const prometheus = new PrometheusClient(url, headers);
  const facts = await factsOf(prometheus);
  const diagnosis = new Diagnosis(facts, prometheus);
  return { prometheus: url, limits: facts.limits, panels: await cover(chosen, { prometheus, window, explain: (expr) => diagnosis.of(expr) }) };
}

/** @returns the exit code */
export async function doctor(args: readonly string[], print: (line: string) => void): Promise<number> {
  if (args.includes('--help')) {
    print(usage);
    return 0;
  }
  try {
    const given = options(args);
    const report = await examine(given);
    print(given.json ? json(report) : text(report));
    return faults(report).length > 0 ? 1 : 0;
  } catch (error) {
    print(explained(error));
    return 2;
  }
}

function explained(error: unknown): string {
  if (error instanceof PrometheusError) return `Prometheus cannot be asked: ${error.message}${error.status === 401 || error.status === 403 ? '; give a token by --token-file, or a tenant by --header' : ''}`;
  const { message } = error as Error;
  return error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ? `${message}\n\n${usage}` : message;
}
