import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import { exporters } from '../../dashboards-src/catalogue/index.ts';
import { parse, type Expr } from '../../dashboards-src/promql/parse.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import type { Manifest } from '../wiring.ts';
import { dashboardsOf } from './dashboards.ts';

interface Rule { readonly alert?: string; readonly record?: string; readonly expr: string }
interface Group { readonly name: string; readonly rules: readonly Rule[] }

const togglesOf = new Map<string, Set<Toggle>>();
for (const { toggle, metrics } of exporters) for (const { name } of metrics) togglesOf.set(name, (togglesOf.get(name) ?? new Set()).add(toggle));
const recordable: ReadonlySet<string> = new Set(ruleGroups.flatMap(({ rules }) => rules.map(({ record }) => record)));

/**
 * What can have no result: alerts, groups of recording rules and panels all of whose queries ask, however many rules deep,
 * for metrics of components that are not there, or for series that no rule of the render records.
 */
export function deadQueries(manifests: readonly Manifest[], isThere: (toggle: Toggle) => boolean): string[] {
  const groups = manifests.flatMap(groupsOf);
  const made = new Map(groups.flatMap(({ rules }) => rules.flatMap(({ record, expr }): [string, string][] => (record ? [[record, expr]] : []))));
  // Who reads a PrometheusRule is a Prometheus: ours, or one that the cluster has.
  const byRules = new Silence(made, toggle => toggle === 'prometheus' || isThere(toggle));
  const byPanels = new Silence(made, isThere);
  const dead = (what: string, exprs: readonly string[], silence: Silence): string[] => {
    const reasons = exprs.map(expr => silence.of(expr));
    return exprs.length > 0 && reasons.every(each => each.length > 0) ? reasons.flat().map(reason => `${what} asks for ${reason}`) : [];
  };
  return [
    ...groups.flatMap(({ rules }) => rules.flatMap(({ alert, expr }) => (alert ? dead(`alert ${alert}`, [expr], byRules) : []))),
    ...groups.flatMap(({ name, rules }) => dead(`group ${name}`, rules.filter(({ record }) => record).map(({ expr }) => expr), byRules)),
    ...manifests.flatMap(dashboardsOf).flatMap(({ file, panels }) => panels.flatMap(panel => [panel, ...(panel.panels ?? [])]).flatMap(({ title, targets = [] }) => dead(`${file}, panel "${title}",`, targets.flatMap(({ expr }) => expr || []), byPanels))),
  ];
}

class Silence {
  readonly #made: ReadonlyMap<string, string>;
  readonly #isThere: (toggle: Toggle) => boolean;
  readonly #known = new Map<string, readonly string[]>();

  constructor(made: ReadonlyMap<string, string>, isThere: (toggle: Toggle) => boolean) {
    this.#made = made;
    this.#isThere = isThere;
  }

  /** Why an expression has no result; nothing where it may have one. */
  of(expr: string): string[] {
    return this.#reasons(parse(expr).expr);
  }

  #reasons(expr: Expr): string[] {
    switch (expr.kind) {
      case 'selector': {
        const reasons = expr.names.map(name => this.#metric(name));
        return reasons.every(each => each.length > 0) ? reasons.flat() : [];
      }
      case 'range': return this.#reasons(expr.of);
      case 'aggregate': case 'call': return expr.args.flatMap(argument => this.#reasons(argument));
      case 'binary': {
        const [left, right] = [this.#reasons(expr.left), this.#reasons(expr.right)];
        if (expr.op === 'or') return left.length > 0 && right.length > 0 ? [...left, ...right] : [];
        return expr.op === 'unless' ? left : [...left, ...right];
      }
      default: return [];
    }
  }

  #metric(name: string): readonly string[] {
    const known = this.#known.get(name);
    if (known) return known;
    this.#known.set(name, []);
    const reasons = this.#why(name);
    this.#known.set(name, reasons);
    return reasons;
  }

  #why(name: string): string[] {
    const toggles = togglesOf.get(name) ?? togglesOf.get(name.replace(/_(bucket|sum|count)$/, ''));
    if (toggles) return [...toggles].some(this.#isThere) ? [] : [`${name} of ${[...toggles].join(', ')}, which is off`];
    const rule = this.#made.get(name);
    if (rule !== undefined) return this.of(rule).map(reason => `${name}, made of ${reason}`);
    return recordable.has(name) ? [`${name}, which no rule records`] : [];
  }
}

/** The groups of a PrometheusRule; of other objects none. */
const groupsOf = ({ kind, spec }: Manifest): readonly Group[] => (kind === 'PrometheusRule' ? (spec as { groups: Group[] }).groups : []);
