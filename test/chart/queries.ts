import { exporters } from '../../dashboards-src/catalogue/index.ts';
import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { hasData } from '../../dashboards-src/panels/stack.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { texts } from '../wiring/manifest.ts';
import type { Manifest } from '../wiring.ts';

/** A query of a render: of a panel, a rule or an alert. */
interface Query { readonly where: string; readonly expr: string; readonly needs: (toggle: Toggle) => boolean }

interface Panel { readonly title?: string; readonly panels?: readonly Panel[]; readonly targets?: readonly { readonly expr?: string }[] }
interface Rule { readonly alert?: string; readonly record?: string; readonly expr: string }

const toggleOf: ReadonlyMap<string, Toggle> = new Map(exporters.flatMap(({ toggle, metrics }) => metrics.map(({ name }): [string, Toggle] => [name, toggle])));
const recorded: ReadonlySet<string> = new Set(ruleGroups.flatMap(({ rules }) => rules.map(({ record }) => record)));

/** Lists what is missing, too: it tells why another panel is empty. */
const DIAGNOSIS = hasData().panel.title;

/** Queries that ask for a metric whose component is not there, or for a series that no rule of the render records. */
export function deadQueries(manifests: readonly Manifest[], isThere: (toggle: Toggle) => boolean): string[] {
  const rules = manifests.flatMap(rulesOf);
  const made = new Set(rules.map(({ record }) => record));
  // Rules are read by a Prometheus that finds PrometheusRules: ours, or one that the cluster has.
  const queries: Query[] = [...rules.map(({ alert, record, expr }) => ({ where: `rule ${alert ?? record}`, expr, needs: (toggle: Toggle) => toggle !== 'prometheus' })), ...manifests.flatMap(panelQueries)];
  return queries.flatMap(({ where, expr, needs }) => names(expr).flatMap(name => {
    const toggle = toggleOf.get(name) ?? toggleOf.get(name.replace(/_(bucket|sum|count)$/, ''));
    if (toggle && needs(toggle) && !isThere(toggle)) return [`${where} asks for ${name} of ${toggle}, which is off`];
    return recorded.has(name) && !made.has(name) ? [`${where} asks for ${name}, which no rule records`] : [];
  }));
}

/** The words of an expression outside of its texts. */
const names = (expr: string): string[] => [...new Set(expr.replace(/"(\\.|[^"\\])*"|'[^']*'/g, '').match(/[a-zA-Z_:][\w:]*/g) ?? [])];

const rulesOf = ({ kind, ...manifest }: Manifest): Rule[] => (kind === 'PrometheusRule' ? (manifest['spec'] as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules) : []);

function panelQueries(manifest: Manifest): Query[] {
  if (manifest.kind !== 'ConfigMap' || manifest.metadata.labels?.['app.kubernetes.io/name'] !== 'dashboards') return [];
  return Object.entries(texts(manifest)).flatMap(([file, json]) => {
    const all = (panels: readonly Panel[]): Panel[] => panels.flatMap(panel => [panel, ...all(panel.panels ?? [])]);
    return all((JSON.parse(json) as { panels: Panel[] }).panels)
      .filter(({ title }) => title !== DIAGNOSIS)
      .flatMap(({ title, targets = [] }) => targets.flatMap(({ expr }) => (expr ? [{ where: `${file}, panel "${title}",`, expr, needs: () => true }] : [])));
  });
}
