import type { Toggle } from './catalogue/define.ts';
import { exposedBy } from './catalogue/index.ts';
import type { DashboardJson } from './dashboards/define.ts';
import { parse, type Expr } from './promql/parse.ts';
import { recorded } from './rules/index.ts';

/** Any of these is enough. */
export type AnyOf = readonly Toggle[];
/** All of these have to be met for something to have a result: none means that it always may have one. */
export type Needs = readonly AnyOf[];

const ALWAYS: Needs = [];
const NEVER: Needs = [[]];

/** What is implied by a shorter need adds nothing. */
function shortest(needs: Needs): Needs {
  const unique = [...new Map(needs.map((any) => [[...any].sort().join(' '), [...any].sort()])).values()].sort((a, b) => a.length - b.length);
  return unique.filter((any, index) => !unique.slice(0, index).some((shorter) => shorter.every((toggle) => any.includes(toggle))));
}

const both = (left: Needs, right: Needs): Needs => shortest([...left, ...right]);
const either = (left: Needs, right: Needs): Needs => shortest(left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])])));

const known = new Map<string, Needs>();

function needsOfMetric(name: string): Needs {
  const found = known.get(name);
  if (found) return found;
  // A rule that reads itself has a result if the rest of it has.
  known.set(name, NEVER);
  const toggles = exposedBy(name);
  const rule = recorded.get(name);
  const needs = toggles ? [[...toggles]] : rule === undefined ? ALWAYS : needsOfExpression(parse(rule).expr);
  known.set(name, needs);
  return needs;
}

function needsOfExpression(expr: Expr): Needs {
  switch (expr.kind) {
    case 'selector': return expr.names.length ? expr.names.map(needsOfMetric).reduce(either) : ALWAYS;
    case 'range': return needsOfExpression(expr.of);
    case 'aggregate': case 'call': return expr.args.map(needsOfExpression).reduce(both, ALWAYS);
    case 'binary': {
      const left = needsOfExpression(expr.left);
      if (expr.op === 'unless') return left;
      return (expr.op === 'or' ? either : both)(left, needsOfExpression(expr.right));
    }
    default: return ALWAYS;
  }
}

/** What has to be there for at least one of these expressions to have a result, through the recording rules down to the exporters. */
export const needsOf = (exprs: readonly string[]): Needs => (exprs.length ? exprs.map((expr) => needsOfExpression(parse(expr).expr)).reduce(either) : ALWAYS);

/** The same with what its author asks for besides. */
export const withDeclared = (declared: readonly Toggle[] = [], needs: Needs): Needs => both(declared.map((toggle) => [toggle]), needs);

type Panel = DashboardJson['panels'][number];

/** A dashboard in which each panel says what it shows nothing without, for the chart's template to read and remove: what its author gives, and what follows from its queries. */
export function withRequirements(json: DashboardJson): object {
  const complete = ({ requires: declared, ...panel }: Panel): object => {
    const exprs = ('targets' in panel ? (panel.targets ?? []) : []).flatMap((target) => (target as { expr?: string }).expr || []);
    const requires = withDeclared(declared, needsOf(exprs));
    return { ...panel, ...('panels' in panel && panel.panels && { panels: panel.panels.map(complete) }), ...(requires.length > 0 && { requires }) };
  };
  return { ...json, panels: json.panels.map(complete) };
}
