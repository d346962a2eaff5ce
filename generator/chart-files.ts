import { dump } from 'js-yaml';
import { alertGroups } from '../dashboards-src/alerts/index.ts';
import { problems } from '../dashboards-src/check.ts';
import { dashboards } from '../dashboards-src/dashboards/index.ts';
import { withRequirements } from '../dashboards-src/requirements.ts';
import { ruleGroups } from '../dashboards-src/rules/index.ts';
import { schema } from '../values-schema/index.ts';
import { chartInfo } from './chart.ts';
import { checksHelper } from './components/checks.ts';
import { counterFiles } from './components/dcgm-counters.ts';
import { components } from './components/index.ts';
import { notes } from './components/notes.ts';
import { ofUser, ruleFile, ruleFileText } from './components/rules.ts';
import { dependencies, lockDigest } from './dependencies.ts';
import { Templates, checkIncludes, checkValues, helpers, renderHelpers, type ValueSchema } from './helm/index.ts';
import { chartReadme } from './readme.ts';
import { runbookIndex, runbookPage } from './runbooks.ts';
import { valuesSchema, valuesYaml } from './values.ts';

/** A library chart: its templates are not stored in the Secret of every release, those of the chart itself are. */
const HELPERS = 'helpers';

/** Path in `chart/` → content. */
export type ChartFiles = Map<string, string>;

/**
 * Every file of the chart.
 * @throws Error that names each expression that is wrong, and what to write instead
 */
export function chartFiles(): ChartFiles {
  const wrong = problems();
  if (wrong.length) throw new Error(`the dashboards, rules and alerts do not fit the metrics:\n  - ${wrong.join('\n  - ')}`);
  return new Map([...metadataFiles(), ...valuesFiles(), ...templateFiles(), ...dataFiles(), ['README.md', chartReadme()]]);
}

function metadataFiles(): [string, string][] {
  const { name, version, description, kubeVersion } = chartInfo;
  const listed = dependencies.map(({ name, version, repository, condition }) => ({ name, version, ...(repository ? { repository } : {}), ...(condition ? { condition } : {}) }));
  const chart = { apiVersion: 'v2', name, version, appVersion: version, type: 'application', description, kubeVersion, keywords: ['gpu', 'observability', 'prometheus', 'grafana', 'opensearch', 'ray', 'vllm', 'kueue', 'neuron'], dependencies: listed };
  const lock = { dependencies: dependencies.map(({ name, repository, version }) => ({ name, repository, version })), digest: lockDigest(), generated: '2026-01-01T00:00:00Z' };
  return [
    ['Chart.yaml', dump(chart, { lineWidth: -1 })],
    ['Chart.lock', dump(lock, { lineWidth: -1 })],
    [`charts/${HELPERS}/Chart.yaml`, dump({ apiVersion: 'v2', name: HELPERS, version: '0.0.0', type: 'library', description: 'Named templates of the chart.' })],
    ...filesOnlyChart('dashboards', 'Dashboards as JSON; the templates of the chart make ConfigMaps of them.'),
    ...filesOnlyChart('rules', 'Recording rules, as Prometheus reads them.'),
    ...filesOnlyChart('runbooks', 'Runbooks, a page for each alert.'),
  ];
}

/** Files of a subchart are not stored in the release's Secret; files of the chart itself are. */
const filesOnlyChart = (name: string, description: string): [string, string][] => [[`charts/${name}/Chart.yaml`, dump({ apiVersion: 'v2', name, version: '0.0.0', description })]];

const valuesFiles = (): [string, string][] => [
  ['values.yaml', valuesYaml(schema)],
  ['values.schema.json', valuesSchema(schema, dependencies.filter(({ repository }) => !repository).map(({ name }) => name))],
];

function templateFiles(): [string, string][] {
  const templates = new Templates();
  for (const component of components) component(templates);
  const named = templates.named();
  const texts = new Map([
    ...[...templates.render()].flatMap(([file, text]) => filesOf(file, text, named.get(file))),
    ['templates/checks.yaml', `{{- include "${checksHelper.name}" . }}\n`],
    ['templates/NOTES.txt', `{{ include "${notes.name}" . }}\n`],
    [`charts/${HELPERS}/templates/_helpers.tpl`, renderHelpers()],
  ]);
  const names = [...helpers().map(({ name }) => name), ...named.values()];
  for (const [file, text] of texts) {
    checkValues(file, text, schema as unknown as ValueSchema);
    checkIncludes(file, text, names, chartInfo.name);
  }
  return [...texts];
}

/** A named template lies in the library chart, and its file only includes it. */
function filesOf(file: string, text: string, named?: string): [string, string][] {
  if (!named) return [[`templates/${file}`, text]];
  return [
    [`templates/${file}`, `{{- include "${named}" . }}\n`],
    [`charts/${HELPERS}/templates/_${file.replaceAll('/', '-').replace(/yaml$/, 'tpl')}`, `{{- define "${named}" -}}\n${text}{{- end }}\n`],
  ];
}

const dataFiles = (): [string, string][] => [
  ...Object.entries(counterFiles).map(([name, text]): [string, string] => [`files/dcgm/${name}.csv`, text]),
  ...dashboards.map(({ name, json }): [string, string] => [`charts/dashboards/dashboards/${name}.json`, JSON.stringify(withRequirements(json)) + '\n']),
  ...ruleGroups.filter((group) => !ofUser.has(group)).map((group): [string, string] => [`charts/rules/${ruleFile(group)}`, ruleFileText(group)]),
  ...alertGroups.flatMap(group => group.alerts.map((alert): [string, string] => [`charts/runbooks/runbooks/${alert.name}.md`, runbookPage(alert, group)])),
  ['charts/runbooks/runbooks/README.md', runbookIndex()],
];
