import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { tiers, type RoutingTier } from '../../values-schema/routing.ts';
import { present } from '../components/toggles.ts';
import { closest } from '../helm/index.ts';
import { userValues } from '../user-values.ts';
import { ampFiles, type Files, type Topics } from './amp.ts';
import { grafanaFiles, prometheusPlugins, type PrometheusPlugin } from './grafana.ts';

export const usage = `npm run export -- --amp [DIR] [--values FILE]... [--sns TIER=ARN]...
npm run export -- --grafana [DIR] [--prometheus-plugin ID] [--without SOURCE]...
Writes what the chart has for where no chart is installed: files that the rule manager of Amazon Managed Service for Prometheus takes, and dashboards that any Grafana imports.

  --amp                recording rules and alerts, a file for each namespace of rules; into DIR, or amp
  --values             values of your release: alerts.overrides, alerts.slo, addresses of runbooks and of Grafana, pace of alerts.routing
  --sns                a topic of SNS (ARN) that is told of the alerts of a tier (${tiers.join(', ')}): writes the definition of the alert manager too
  --grafana            dashboards, in their folders; into DIR, or grafana
  --prometheus-plugin  what your data source is: ${prometheusPlugins.join(' (the default) or ')}
  --without            leaves out what only this source brings: ${Object.keys(present).join(', ')}
Exit code: 0 written; 2 the arguments are wrong.`;

class UsageError extends Error {}

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/;

/** A directory may be left out: it then has a name of its own. */
const withDirectories = (args: readonly string[]): string[] => args.flatMap((arg, index) => {
  const next = args[index + 1];
  return (arg === '--amp' || arg === '--grafana') && (next === undefined || next.startsWith('--')) ? [arg, arg.slice(2)] : [arg];
});

/**
 * Writes what the arguments ask for.
 * @returns the exit code
 */
export function main(args: readonly string[], print: (line: string) => void): number {
  try {
    const { values } = parseArgs({
      args: withDirectories(args),
      options: {
        help: { type: 'boolean', default: false }, amp: { type: 'string' }, grafana: { type: 'string' }, values: { type: 'string', multiple: true, default: [] },
        sns: { type: 'string', multiple: true, default: [] }, 'prometheus-plugin': { type: 'string', default: prometheusPlugins[0] }, without: { type: 'string', multiple: true, default: [] },
      },
    });
    if (values.help) {
      print(usage);
      return 0;
    }
    const { amp, grafana } = values;
    if (amp === undefined && grafana === undefined) throw new UsageError('say what is wanted: --amp [DIR], --grafana [DIR] or both');
    if (amp !== undefined) {
      const files = ampFiles(userValues(values.values), topics(values.sns));
      write(amp, files);
      print(ampSteps(amp, files));
    }
    if (grafana !== undefined) {
      const files = grafanaFiles({ prometheus: plugin(values['prometheus-plugin']), without: values.without.map(source) });
      write(grafana, files);
      print(`${files.size} dashboards in ${grafana}. In Grafana: Dashboards, New, Import, a file of them; it asks for the data sources.`);
    }
    return 0;
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}${error instanceof UsageError ? `\n\n${usage}` : ''}`);
    return 2;
  }
}

function topics(pairs: readonly string[]): Topics {
  return Object.fromEntries(pairs.map((pair) => {
    const [tier = '', arn = ''] = pair.split(/=(.*)/s);
    if (!tiers.includes(tier as RoutingTier)) throw new UsageError(`--sns ${pair}: there is no tier "${tier}"${closest(tier, tiers, (name) => `; did you mean ${name}?`)}: write TIER=ARN with one of ${tiers.join(', ')}`);
    if (!TOPIC.test(arn)) throw new UsageError(`--sns ${pair}: "${arn}" is no ARN of a topic; write arn:aws:sns:REGION:ACCOUNT:NAME`);
    return [tier, arn];
  }));
}

function plugin(id: string): PrometheusPlugin {
  const found = prometheusPlugins.find((known) => known === id);
  if (!found) throw new UsageError(`--prometheus-plugin ${id}: write ${prometheusPlugins.join(' or ')}`);
  return found;
}

function source(name: string): Toggle {
  const known = Object.keys(present);
  if (!known.includes(name)) throw new UsageError(`--without ${name}: there is no such source${closest(name, known, (other) => `; did you mean ${other}?`)}`);
  return name as Toggle;
}

function write(directory: string, files: Files): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

const ampSteps = (directory: string, files: Files): string => [
  `${files.size} files in ${directory}. For a workspace, the first time with create- in place of put-:`,
  ...[...files.keys()].map((file) => (file === 'alertmanager.yaml'
    ? `  aws amp put-alert-manager-definition --workspace-id WORKSPACE --data fileb://${join(directory, file)}`
    : `  aws amp put-rule-groups-namespace --workspace-id WORKSPACE --name ${file.replace(/\.yaml$/, '')} --data fileb://${join(directory, file)}`)),
].join('\n');
