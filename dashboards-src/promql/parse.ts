import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** What the checks need of a PromQL expression: no positions, no parentheses, no offsets. */
export type Expr =
  /** `names` are several where `__name__` is matched by alternatives; none where it cannot be told. */
  | { readonly kind: 'selector'; readonly names: readonly string[]; readonly matchers: readonly Matcher[] }
  /** `foo[5m]`, and subqueries too. */
  | { readonly kind: 'range'; readonly of: Expr; readonly seconds: number }
  | { readonly kind: 'aggregate'; readonly op: string; readonly by?: readonly string[]; readonly without?: readonly string[]; readonly args: readonly Expr[] }
  | { readonly kind: 'call'; readonly function: string; readonly args: readonly Expr[] }
  | {
    readonly kind: 'binary'; readonly op: string; readonly bool: boolean; readonly left: Expr; readonly right: Expr;
    readonly on?: readonly string[]; readonly ignoring?: readonly string[]; readonly group?: 'left' | 'right'; readonly include: readonly string[];
  }
  | { readonly kind: 'number' }
  | { readonly kind: 'string'; readonly value: string };

export interface Parsed {
  readonly expr: Expr;
  /** Dashboard variables that the text uses, without Grafana's own (`$__range`). */
  readonly variables: readonly string[];
}

/** What Grafana puts in for its own variables, at the least: `$__rate_interval` is never below four scrapes, `$__interval` may be one. */
const builtIn: Readonly<Record<string, string>> = { __rate_interval: '2m', __range: '1h', __interval: '30s', __range_s: '3600', __range_ms: '3600000', __interval_ms: '30000', __rate_interval_ms: '120000' };

const VARIABLE = /\$\{(\w+)(?::[^}]*)?\}|\$(\w+)|\[\[(\w+)(?::\w+)?\]\]/g;
const DURATION_FOLLOWS = /(\[|:|\boffset)\s*$/;

/** PromQL in place of Grafana's variables: a duration where one must stand, elsewhere a name; and which variables there were. */
export function substitute(text: string): { text: string; variables: string[] } {
  const variables = new Set<string>();
  const substituted = text.replace(VARIABLE, (match, braced: string | undefined, plain: string | undefined, old: string | undefined, at: number) => {
    // "$1" and "$2" stand for groups in label_replace.
    const name = braced ?? plain ?? old ?? '';
    if (/^\d+$/.test(name)) return match;
    const known = builtIn[name];
    if (known) return known;
    variables.add(name);
    return DURATION_FOLLOWS.test(text.slice(0, at)) ? '5m' : `var_${name}`;
  });
  return { text: substituted, variables: [...variables] };
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };
const seconds = (duration: string): number => [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0);

function children(node: SyntaxNode): SyntaxNode[] {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== 'LineComment') list.push(child);
  return list;
}

const OPERANDS = new Set(['AggregateExpr', 'BinaryExpr', 'FunctionCall', 'MatrixSelector', 'NumberDurationLiteral', 'OffsetExpr', 'ParenExpr', 'StepInvariantExpr', 'StringLiteral', 'SubqueryExpr', 'UnaryExpr', 'VectorSelector']);

/** Reads one parsed text. */
class Reader {
  constructor(private readonly text: string) {}

  private of = (node: SyntaxNode): string => this.text.slice(node.from, node.to);
  private unquoted = (node: SyntaxNode): string => { const text = this.of(node); return text.startsWith('`') ? text.slice(1, -1) : text.slice(1, -1).replace(/\\(.)/g, '$1'); };
  private operands = (node: SyntaxNode): Expr[] => children(node).filter((child) => OPERANDS.has(child.name)).map((child) => this.expr(child));
  private labels = (node: SyntaxNode): string[] => node.getChildren('LabelName').map(this.of).concat(node.getChildren('QuotedLabelName').map((label) => this.of(label).slice(1, -1)));

  expr(node: SyntaxNode): Expr {
    switch (node.name) {
      case 'VectorSelector': return this.selector(node);
      case 'MatrixSelector': case 'SubqueryExpr': return { kind: 'range', of: this.operands(node)[0]!, seconds: seconds(this.of(node.getChild('DurationExpr')!)) };
      case 'AggregateExpr': return this.aggregate(node);
      case 'FunctionCall': return { kind: 'call', function: this.of(node.getChild('FunctionIdentifier')!), args: this.operands(node.getChild('FunctionCallBody')!) };
      case 'BinaryExpr': return this.binary(node);
      case 'NumberDurationLiteral': return { kind: 'number' };
      case 'StringLiteral': return { kind: 'string', value: this.unquoted(node) };
      default: return this.operands(node)[0]!;
    }
  }

  private selector(node: SyntaxNode): Expr {
    const matchers = children(node.getChild('LabelMatchers') ?? node).filter((child) => child.name.endsWith('LabelMatcher')).map((matcher): Matcher => ({
      label: this.of(matcher.firstChild!).replaceAll('"', ''), op: this.of(matcher.getChild('MatchOp')!) as Matcher['op'], value: this.unquoted(matcher.getChild('StringLiteral')!),
    }));
    const identifier = node.getChild('Identifier');
    const name = matchers.find(({ label }) => label === '__name__');
    const names = identifier ? [this.of(identifier)] : name?.op === '=' || name?.op === '=~' ? name.value.split('|') : [];
    return { kind: 'selector', names, matchers: matchers.filter((matcher) => matcher !== name) };
  }

  private aggregate(node: SyntaxNode): Expr {
    const modifier = node.getChild('AggregateModifier');
    const labels = modifier && this.labels(modifier.getChild('GroupingLabels')!);
    return {
      kind: 'aggregate', op: this.of(node.getChild('AggregateOp')!).toLowerCase(), args: this.operands(node.getChild('FunctionCallBody')!),
      ...(labels && (modifier.getChild('By') ? { by: labels } : { without: labels })),
    };
  }

  private binary(node: SyntaxNode): Expr {
    const [left, right] = this.operands(node);
    const clause = node.getChild('MatchingModifierClause');
    const [matched, included] = clause?.getChildren('GroupingLabels') ?? [];
    const op = children(node).find((child) => !OPERANDS.has(child.name) && child.name !== 'MatchingModifierClause' && child.name !== 'BoolModifier')!;
    return {
      kind: 'binary', op: this.of(op).toLowerCase(), bool: node.getChild('BoolModifier') !== null, left: left!, right: right!,
      ...(clause?.getChild('On') && { on: this.labels(matched!) }),
      ...(clause?.getChild('Ignoring') && { ignoring: this.labels(matched!) }),
      ...(clause?.getChild('GroupLeft') && { group: 'left' as const }),
      ...(clause?.getChild('GroupRight') && { group: 'right' as const }),
      include: included ? this.labels(included) : [],
    };
  }
}

const known = new Map<string, Parsed>();

/** Reads PromQL as it stands in rules and panels; throws a SyntaxError that shows where it ends to make sense. */
export function parse(promql: string): Parsed {
  const parsed = known.get(promql) ?? parseAnew(promql);
  known.set(promql, parsed);
  return parsed;
}

function parseAnew(promql: string): Parsed {
  if (!promql.trim()) throw new SyntaxError('the expression is empty');
  const { text, variables } = substitute(promql);
  const tree = parser.parse(text);
  tree.iterate({ enter: (node) => { if (node.type.isError) throw new SyntaxError(`no PromQL from here on: "${text.slice(node.from, node.from + 40)}" in "${text.slice(0, 120)}"`); } });
  return { expr: new Reader(text).expr(children(tree.topNode)[0]!), variables };
}
