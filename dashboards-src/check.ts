import { alertGroups, alertingRule, type AlertGroup } from './alerts/index.ts';
import type { Metric } from './catalogue/define.ts';
import { scraped } from './catalogue/index.ts';
import { dashboards, type BuiltDashboard } from './dashboards/index.ts';
import { unbounded } from './promql/bounded.ts';
import { check } from './promql/check.ts';
import { check as checkLogs, type LogQuery } from './logs/check.ts';
import { openSearch } from './logs/target.ts';
import { ruleGroups, type RuleGroup } from './rules/index.ts';
import { signals } from './signals/index.ts';
import { recordedBy } from './signals/recorded.ts';

/** Everything that a query may ask for: what exporters expose, and what our rules record. */
export const metrics: ReadonlyMap<string, Metric> = new Map([...scraped, ...signals.flatMap(recordedBy).map((metric): [string, Metric] => [metric.name, { ...metric, recorded: true }])]);

/** Groups are named observability.<subject>, and a subject has a file of that name in each folder. */
const subject = (group: string): string => group.split('.')[1] ?? group;
const prefixed = (where: string, problems: readonly string[]): string[] => problems.map((problem) => `${where}: ${problem}`);

/** A recorded series must have exactly the labels that its signal promises, as queries rely on them. */
function promised(record: string, labels: ReadonlySet<string> | undefined): string[] {
  const declared = metrics.get(record)?.labels;
  if (!labels || !declared) return [];
  return [
    ...declared.filter((label) => !labels.has(label)).map((label) => `the expression loses the label ${label}; group by (${declared.join(', ')})`),
    ...[...labels].filter((label) => !declared.includes(label)).map((label) => `the expression keeps the label ${label}; group by (${declared.join(', ')}), or add it to the signal's "by"`),
  ];
}

/** What is wrong with recording rules, each problem with the file and the series. */
export const ruleProblems = (groups: readonly RuleGroup[]): string[] => groups.flatMap((group) => group.rules.flatMap(({ record, expr }) => {
  const { problems, labels } = check(expr, { metrics });
  return prefixed(`dashboards-src/signals/${subject(group.name)}.ts, ${record}`, [...problems, ...promised(record, labels)]);
}));

/** A label that a text puts in, but the expression has not, would be shown as nothing. */
function blanks(what: string, text: string, pattern: RegExp, labels: ReadonlySet<string> | undefined): string[] {
  if (!labels) return [];
  const missing = [...text.matchAll(pattern)].map(([, label]) => label!).filter((label) => !labels.has(label));
  return missing.map((label) => `the ${what} shows the label ${label}, which the expression has not; it has ${[...labels].join(', ') || 'none'}`);
}

/** What is wrong with alerts, each problem with the file and the alert. */
export const alertProblems = (groups: readonly AlertGroup[]): string[] => groups.flatMap((group) => group.alerts.map(alertingRule).flatMap(({ alert, expr, annotations }) => {
  const { problems, labels } = check(expr, { metrics });
  const texts = Object.entries(annotations).flatMap(([name, text]) => blanks(name, text, /\$labels\.(\w+)/g, labels));
  return prefixed(`dashboards-src/alerts/${subject(group.name)}.ts, ${alert}`, [...problems, ...texts]);
}));

export interface PanelQuery {
  readonly panel: string;
  readonly refId: string;
  readonly expr: string;
  readonly legend: string;
}

/** Every query of a dashboard with the panel that asks it; panels of closed rows as well. */
function asked({ json }: BuiltDashboard): { panel: string; target: object }[] {
  const panels = json.panels.flatMap((panel) => [panel, ...('panels' in panel ? panel.panels : [])]);
  return panels.flatMap((panel) => ('targets' in panel ? panel.targets ?? [] : []).map((target) => ({ panel: panel.title ?? '', target })));
}

/** Those to Prometheus. */
export const queries = (built: BuiltDashboard): PanelQuery[] => asked(built).filter(({ target }) => 'expr' in target).map(({ panel, target }) => {
  const { refId = '', expr = '', legendFormat = '' } = target as { refId?: string; expr?: string; legendFormat?: string };
  return { panel, refId, expr, legend: legendFormat };
});

export type PanelLogQuery = LogQuery & { readonly panel: string; readonly refId: string };

/** Those to OpenSearch. */
export const logQueries = (built: BuiltDashboard): PanelLogQuery[] => asked(built)
  .filter(({ target }) => (target as { datasource?: { uid?: string } }).datasource?.uid === openSearch.uid)
  .map(({ panel, target }) => ({ refId: '', ...(target as LogQuery), panel }));

export interface OfferedVariable {
  readonly name: string;
  /** The label whose values it offers, and the series that have it; both empty where its words are fixed. */
  readonly label: string;
  readonly series: string;
  /** It has exactly one value at any time, never "All". */
  readonly single: boolean;
  /** What "All" puts into queries; without, the list of what is offered. */
  readonly allValue: string | undefined;
}

/** The variables of a dashboard. */
export const variables = ({ json }: BuiltDashboard): OfferedVariable[] =>
  (json.templating.list ?? []).map(({ name, definition = '', multi = false, includeAll = false, allValue }) => {
    const [, series = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? [];
    return { name, label, series, single: !multi && !includeAll, allValue };
  });

/** What may stand for every device of a cluster: signals that only speak up where something is the matter do not. */
const dense: ReadonlyMap<string, Metric> = new Map([...metrics].filter(([name]) => !signals.some((signal) => signal.sparse && signal.name === name)));

/** What is wrong with dashboards, each problem with the file, the panel and the query. */
export const dashboardProblems = (built: readonly BuiltDashboard[]): string[] => built.flatMap((dashboard) => {
  const where = `dashboards-src/dashboards/${dashboard.name}.ts`;
  const offered = variables(dashboard);
  const context = { metrics, variables: offered.map(({ name }) => name) };
  const single = new Set(offered.filter((variable) => variable.single).map(({ name }) => name));
  return [
    ...offered.filter(({ series }) => series).flatMap(({ name, label, series }) => {
      const { problems, labels } = check(series, context);
      return prefixed(`${where}, variable ${name}`, labels && !labels.has(label) ? [`${series} has no label ${label}; offer it from a series that has it`] : [...problems, ...unbounded(series, dense, single)]);
    }),
    ...queries(dashboard).flatMap(({ panel, refId, expr, legend }) => {
      const { problems, labels } = check(expr, context);
      return prefixed(`${where}, panel "${panel}", query ${refId}`, [...problems, ...unbounded(expr, dense, single), ...blanks('legend', legend, /\{\{(\w+)\}\}/g, labels)]);
    }),
    ...logQueries(dashboard).flatMap((query) => prefixed(`${where}, panel "${query.panel}", query ${query.refId}`, checkLogs(query, { variables: offered }))),
  ];
});

/** Everything that is wrong with any rule, alert or dashboard; the generator refuses to write while there is anything. */
export const problems = (): string[] => [...ruleProblems(ruleGroups), ...alertProblems(alertGroups), ...dashboardProblems(dashboards)];
