import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { dashboards, type BuiltDashboard } from '../../dashboards-src/dashboards/index.ts';
import { withRequirements, type Needs } from '../../dashboards-src/requirements.ts';
import type { Files } from './amp.ts';

/** Data source plugins that can stand for Prometheus: Grafana's own, and the one that signs for Amazon's. */
export const prometheusPlugins = ['prometheus', 'grafana-amazonprometheus-datasource'] as const;
export type PrometheusPlugin = (typeof prometheusPlugins)[number];

export interface GrafanaOptions {
  readonly prometheus?: PrometheusPlugin;
  /** Sources that are not there: what only they bring is left out. */
  readonly without?: readonly Toggle[];
}

/** A data source that Grafana asks for when a dashboard is imported. */
interface Input {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'datasource';
  readonly pluginId: string;
  readonly pluginName: string;
}

const inputs = (prometheus: PrometheusPlugin): Readonly<Record<string, Input>> => ({
  prometheus: {
    name: 'DS_PROMETHEUS', label: 'Prometheus', description: 'Where the series and recording rules of the chart observability are.', type: 'datasource',
    pluginId: prometheus, pluginName: prometheus === 'prometheus' ? 'Prometheus' : 'Amazon Managed Service for Prometheus',
  },
  opensearch: { name: 'DS_OPENSEARCH', label: 'OpenSearch', description: 'Where the lines of logs are.', type: 'datasource', pluginId: 'grafana-opensearch-datasource', pluginName: 'OpenSearch' },
  cloudwatch: { name: 'DS_CLOUDWATCH', label: 'CloudWatch', description: 'Where AWS keeps the metrics of SageMaker.', type: 'datasource', pluginId: 'cloudwatch', pluginName: 'CloudWatch' },
});

interface Panel { readonly type: string; readonly collapsed?: boolean; readonly panels?: readonly Panel[]; readonly requires?: Needs }
interface Json { readonly panels: readonly Panel[]; readonly templating?: unknown }

/** Dashboards as Grafana imports them, in a folder each: what `Export for sharing externally` writes. */
export function grafanaFiles({ prometheus = 'prometheus', without = [] }: GrafanaOptions = {}): Files {
  const exported = dashboards.flatMap((dashboard): [string, string][] => {
    const json = importable(dashboard, inputs(prometheus), new Set(without));
    return json ? [[`${dashboard.folder}/${dashboard.name}.json`, `${JSON.stringify(json, null, 2)}\n`]] : [];
  });
  return new Map(exported);
}

function importable({ json }: BuiltDashboard, known: Readonly<Record<string, Input>>, absent: ReadonlySet<Toggle>): object | undefined {
  const complete = withRequirements(json) as Json;
  const panels = filledRows(shown(complete.panels, absent));
  if (panels.length === 0) return undefined;
  const asked = new Set<Input>();
  const parts = JSON.parse(JSON.stringify({ ...complete, panels }), (key, part: unknown) => (key === 'datasource' ? withInput(part, known, asked) : Array.isArray(part) ? part.filter((entry) => !leadsToNoLines(entry, absent)) : part)) as object;
  const required = [...new Set(typesOf(panels))].sort();
  return {
    __inputs: [...asked],
    __requires: [
      { type: 'grafana', id: 'grafana', name: 'Grafana', version: '10.4.0' },
      ...[...asked].map(({ pluginId, pluginName }) => ({ type: 'datasource', id: pluginId, name: pluginName, version: '1.0.0' })),
      ...required.map((id) => ({ type: 'panel', id, name: id, version: '' })),
    ],
    id: null,
    ...parts,
  };
}

function withInput(part: unknown, known: Readonly<Record<string, Input>>, asked: Set<Input>): unknown {
  const { uid = '' } = (part ?? {}) as { uid?: string };
  const input = known[uid];
  if (!input) throw new Error(`a panel asks the data source "${uid}", of which Grafana would not ask at an import: name it in generator/export/grafana.ts`);
  asked.add(input);
  return { type: input.pluginId, uid: `\${${input.name}}` };
}

/** The panels whose sources are there, without what only the chart reads. */
const shown = (panels: readonly Panel[], absent: ReadonlySet<Toggle>): Panel[] => panels
  .filter(({ requires = [] }) => requires.every((anyOf) => anyOf.some((toggle) => !absent.has(toggle))))
  .map(({ requires: _, ...panel }) => ({ ...panel, ...(panel.panels && { panels: shown(panel.panels, absent) }) }));

/** Without rows that have lost their panels, open or closed. */
const filledRows = (panels: readonly Panel[]): Panel[] => panels.filter((panel, index) => {
  if (panel.type !== 'row') return true;
  const next = panels[index + 1];
  return panel.collapsed ? (panel.panels ?? []).length > 0 : next !== undefined && next.type !== 'row';
});

const typesOf = (panels: readonly Panel[]): string[] => panels.flatMap((panel) => (panel.type === 'row' ? typesOf(panel.panels ?? []) : [panel.type]));

const leadsToNoLines = (entry: unknown, absent: ReadonlySet<Toggle>): boolean =>
  (absent.has('opensearch') || absent.has('fluentbit')) && /^\/d\/observability-logs[?]/.test(String((entry as { url?: unknown } | null)?.url ?? ''));
