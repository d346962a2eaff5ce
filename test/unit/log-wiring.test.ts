import { rmSync } from 'node:fs';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { logPipelineAlerts } from '../../dashboards-src/alerts/log-pipeline.ts';
import { logStoreAlerts } from '../../dashboards-src/alerts/log-store.ts';
import { alertingRule } from '../../dashboards-src/alerts/define.ts';
import { logCounts } from '../../dashboards-src/catalogue/log-counts.ts';
import { logPipelineRules } from '../../dashboards-src/rules/log-pipeline.ts';
import { logStoreRules } from '../../dashboards-src/rules/log-store.ts';
import { render } from '../render.ts';
import { stageChart } from '../stubs.ts';
import type { Manifest } from '../wiring.ts';
import { texts } from '../wiring/manifest.ts';

interface Plugin { readonly name: string; readonly alias: string; readonly [option: string]: unknown }
interface Pipeline { readonly inputs: readonly Plugin[]; readonly filters: readonly Plugin[]; readonly outputs: readonly Plugin[] }

let manifests: readonly Manifest[];
let pipeline: Pipeline;
beforeAll(async () => {
  const { chart } = await stageChart({ charts: 'stubs' });
  manifests = await render({ chart, values: { logs: { outputs: { archive: { type: 's3', options: { bucket: 'logs', region: 'eu-central-1' } } } } } }).finally(() => rmSync(chart, { recursive: true }));
  const config = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'observability-fluent-bit')!;
  ({ pipeline } = load(texts(config)['fluent-bit.yaml']!) as { pipeline: Pipeline });
});

const expressions = [...logPipelineRules.rules, ...logStoreRules.rules, ...[...logPipelineAlerts.alerts, ...logStoreAlerts.alerts].map(alertingRule)].map(({ expr }) => expr);
const matchers = (metric: string, label: string, operator: '=~' | '!~'): RegExp[] =>
  [...new Set(expressions.flatMap(expr => [...expr.matchAll(new RegExp(`${metric}\\{[^}]*\\b${label}${operator}"([^"]*)"`, 'g'))].map(([, pattern]) => pattern!)))].map(pattern => new RegExp(`^(?:${pattern})$`));
const aliases = (plugins: readonly Plugin[]): string[] => plugins.map(({ alias }) => alias);

/** What Prometheus is asked of the way of the logs, by names that the chart gives elsewhere. */
describe('the rules of the logs know', () => {
  it('the inputs that read lines', () => {
    const [leftOut, ...others] = matchers('fluentbit_input_records_total', 'name', '!~');
    expect(others).toEqual([]);
    expect(aliases(pipeline.inputs).filter(alias => leftOut!.test(alias))).toEqual(aliases(pipeline.inputs.filter(({ name }) => name === 'dummy')));
    expect(aliases(pipeline.inputs)).toContain('containers');
  });

  it('the outputs that take lines', () => {
    const patterns = matchers('fluentbit_output_\\w+', 'name', '!~');
    expect(patterns.length).toBeGreaterThan(0);
    for (const leftOut of patterns) expect(aliases(pipeline.outputs).filter(alias => !leftOut.test(alias))).toEqual(['opensearch', 'archive']);
  });

  it('what the script counts, as log_to_metrics calls it: without a subsystem by its mode', () => {
    const counted = pipeline.filters.filter(({ name }) => name === 'log_to_metrics');
    const names = counted.map(({ metric_namespace: namespace, metric_subsystem: subsystem, metric_mode: mode, metric_name: name }) => [namespace, subsystem || mode, name].join('_'));
    expect(names.sort()).toEqual(logCounts.metrics.map(({ name }) => name).sort());
  });

  it.each([
    ['DaemonSet', 'kube_daemonset_\\w+', 'daemonset'],
    ['Job', 'kube_job_\\w+', 'job_name'],
    ['CronJob', 'kube_cronjob_\\w+', 'cronjob'],
  ])('the %s that they look after', (kind, metric, label) => {
    const patterns = matchers(metric, label, '=~');
    const names = manifests.filter(manifest => manifest.kind === kind).map(({ metadata }) => metadata.name);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) expect(names.filter(name => pattern.test(name))).toHaveLength(1);
  });
});
