import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { hasData } from '../../dashboards-src/panels/stack.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import type { Manifest } from '../wiring.ts';
import { dashboardsOf } from './dashboards.ts';

interface Query { readonly where: string; readonly expr: string }
interface Rule { readonly alert?: string; readonly record?: string; readonly expr: string }

const toggleOf: ReadonlyMap<string, Toggle> = new Map(exporters.flatMap(({ toggle, metrics }) => metrics.map(({ name }): [string, Toggle] => [name, toggle])));
const recordable: ReadonlySet<string> = new Set(ruleGroups.flatMap(({ rules }) => rules.map(({ record }) => record)));

/** Lists what is missing, too: it tells why another panel is empty. */
const DIAGNOSIS = hasData().panel.title;

/** Queries of panels, rules and alerts that ask for a metric whose component is not there, or for a series that no rule of the render records. */
export function deadQueries(manifests: readonly Manifest[], isThere: (toggle: Toggle) => boolean): string[] {
  const rules = manifests.flatMap(rulesOf);
  const made = new Set(rules.map(({ record }) => record));
  const dead = ({ where, expr }: Query, isThere: (toggle: Toggle) => boolean): string[] => names(expr).flatMap(name => {
    const toggle = toggleOf.get(name) ?? toggleOf.get(name.replace(/_(bucket|sum|count)$/, ''));
    if (toggle && !isThere(toggle)) return [`${where} asks for ${name} of ${toggle}, which is off`];
    return recordable.has(name) && !made.has(name) ? [`${where} asks for ${name}, which no rule records`] : [];
  });
  // Who reads a PrometheusRule is a Prometheus: ours, or one that the cluster has.
  const readByPrometheus = (toggle: Toggle): boolean => toggle === 'prometheus' || isThere(toggle);
  return [
    ...rules.flatMap(({ alert, record, expr }) => dead({ where: `rule ${alert ?? record}`, expr }, readByPrometheus)),
    ...manifests.flatMap(panelQueries).flatMap(query => dead(query, isThere)),
  ];
}

/** The words of an expression outside of its texts. */
const names = (expr: string): string[] => [...new Set(expr.replace(/"(\\.|[^"\\])*"/g, '').match(/[a-zA-Z_:][\w:]*/g) ?? [])];

/** The rules of a PrometheusRule; of other objects none. */
const rulesOf = ({ kind, spec }: Manifest): Rule[] => (kind === 'PrometheusRule' ? (spec as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules) : []);

const panelQueries = (manifest: Manifest): Query[] =>
  dashboardsOf(manifest)
    .flatMap(({ file, panels }) => panels.flatMap(panel => [panel, ...(panel.panels ?? [])]).map(panel => ({ file, panel })))
    .filter(({ panel }) => panel.title !== DIAGNOSIS)
    .flatMap(({ file, panel: { title, targets = [] } }) => targets.flatMap(({ expr }) => (expr ? [{ where: `${file}, panel "${title}",`, expr }] : [])));
