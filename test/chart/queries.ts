import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { parse, type Expr } from '../../dashboards-src/promql/parse.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import type { Manifest } from '../wiring.ts';
import { dashboardsOf } from './dashboards.ts';

interface Query { readonly where: string; readonly expr: string }
interface Rule { readonly alert?: string; readonly record?: string; readonly expr: string }

const togglesOf = new Map<string, Set<Toggle>>();
for (const { toggle, metrics } of exporters) for (const { name } of metrics) togglesOf.set(name, (togglesOf.get(name) ?? new Set()).add(toggle));
const recordable: ReadonlySet<string> = new Set(ruleGroups.flatMap(({ rules }) => rules.map(({ record }) => record)));

/** Queries of panels, rules and alerts that can have no result: what they ask for is of a component that is not there, or no rule of the render records it. */
export function deadQueries(manifests: readonly Manifest[], isThere: (toggle: Toggle) => boolean): string[] {
  const rules = manifests.flatMap(rulesOf);
  const made = new Set(rules.map(({ record }) => record));
  const dead = ({ where, expr }: Query, isThere: (toggle: Toggle) => boolean): string[] => {
    const why = (name: string): string | undefined => {
      const toggles = togglesOf.get(name) ?? togglesOf.get(name.replace(/_(bucket|sum|count)$/, ''));
      if (toggles) return [...toggles].some(isThere) ? undefined : `${where} asks for ${name} of ${[...toggles].join(', ')}, which is off`;
      return recordable.has(name) && !made.has(name) ? `${where} asks for ${name}, which no rule records` : undefined;
    };
    return silent(parse(expr).expr, why);
  };
  // Who reads a PrometheusRule is a Prometheus: ours, or one that the cluster has.
  const readByPrometheus = (toggle: Toggle): boolean => toggle === 'prometheus' || isThere(toggle);
  return [
    ...rules.flatMap(({ alert, record, expr }) => dead({ where: `rule ${alert ?? record}`, expr }, readByPrometheus)),
    ...manifests.flatMap(panelQueries).flatMap(query => dead(query, isThere)),
  ];
}

/** Why an expression has no result; nothing where it may have one, as where one side of an `or` does. */
function silent(expr: Expr, why: (name: string) => string | undefined): string[] {
  switch (expr.kind) {
    case 'selector': {
      const reasons = expr.names.map(why);
      return reasons.length > 0 && reasons.every(reason => reason !== undefined) ? reasons : [];
    }
    case 'range': return silent(expr.of, why);
    case 'aggregate': case 'call': return expr.args.flatMap(argument => silent(argument, why));
    case 'binary': {
      const [left, right] = [silent(expr.left, why), silent(expr.right, why)];
      if (expr.op === 'or') return left.length > 0 && right.length > 0 ? [...left, ...right] : [];
      return expr.op === 'unless' ? left : [...left, ...right];
    }
    default: return [];
  }
}

/** The rules of a PrometheusRule; of other objects none. */
const rulesOf = ({ kind, spec }: Manifest): Rule[] => (kind === 'PrometheusRule' ? (spec as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules) : []);

const panelQueries = (manifest: Manifest): Query[] =>
  dashboardsOf(manifest)
    .flatMap(({ file, panels }) => panels.flatMap(panel => [panel, ...(panel.panels ?? [])]).map(panel => ({ file, panel })))
    .flatMap(({ file, panel: { title, targets = [] } }) => targets.flatMap(({ expr }) => (expr ? [{ where: `${file}, panel "${title}",`, expr }] : [])));
