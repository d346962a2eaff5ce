import lucene, { type AST, type Node } from 'lucene';
import { nearest } from '../promql/nearest.ts';
import { substitute } from '../promql/parse.ts';
import { fields, type Field, type FieldType } from './fields.ts';
import { anyLine } from './query.ts';

/** A variable of the dashboard, and what its "All" stands for if not for a list of what it offers. */
export interface QueryVariable {
  readonly name: string;
  readonly allValue?: string | undefined;
}

/** What a query to OpenSearch may use. */
export interface Context {
  readonly variables: readonly QueryVariable[];
  readonly fields?: Readonly<Record<string, Field>>;
}

/** A query as it stands in a dashboard: what `Target` has, before anybody has looked at it. */
export interface LogQuery {
  readonly query?: string;
  readonly alias?: string;
  readonly timeField?: string;
  readonly metrics?: readonly { readonly type: string; readonly field?: string }[];
  readonly bucketAggs?: readonly { readonly type: string; readonly field?: string }[];
}

/** A condition of a query on one field. */
interface Condition {
  readonly field: string;
  readonly value: string;
  readonly kind: 'word' | 'phrase' | 'regex' | 'range';
}

const isNode = (part: AST | Node): part is Node => !('left' in part);

/** Every condition of a query; what stands in brackets after a field is about that field. */
function conditions(part: AST | Node, outer = '<implicit>'): Condition[] {
  const field = part.field === undefined || part.field === '<implicit>' ? outer : part.field;
  if (isNode(part)) return [condition(part, field)];
  return [part.left, ...('right' in part ? [part.right] : [])].flatMap((inner) => conditions(inner, field));
}

function condition(node: Node, field: string): Condition {
  if ('term_min' in node) return { field, value: `${node.term_min} ${node.term_max}`, kind: 'range' };
  const compared = !node.quoted && !node.regex ? /^[<>]=?(.*)$/.exec(node.term) : null;
  if (compared) return { field, value: compared[1]!, kind: 'range' };
  return { field, value: node.term, kind: node.regex ? 'regex' : node.quoted ? 'phrase' : 'word' };
}

const numeric: ReadonlySet<FieldType> = new Set(['long', 'double']);
const ordered: ReadonlySet<FieldType> = new Set(['long', 'double', 'date']);
/** Each value of a measured number would be a group of its own. */
const countable: ReadonlySet<FieldType> = new Set(['keyword', 'long']);

/** What a variable has is known to Grafana alone. */
const fromVariable = (value: string): boolean => /\bvar_\w+/.test(value);
const named = (all: Readonly<Record<string, Field>>, wanted: (field: Field) => boolean): string => Object.entries(all).filter(([, field]) => wanted(field)).map(([name]) => name).join(', ');

class Checker {
  readonly problems: string[] = [];
  private readonly fields: Readonly<Record<string, Field>>;

  constructor(private readonly context: Context) {
    this.fields = context.fields ?? fields;
  }

  private refuse(problem: string): void {
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }

  private hint(wrong: string, known: Iterable<string>): string {
    const guess = nearest(wrong, known);
    return guess ? `. Did you mean ${guess}?` : '';
  }

  /** The field of a name; one of a set of names has the name of the set before its dot. */
  private field(name: string): Field | undefined {
    const whole = this.fields[name];
    if (whole?.type === 'keywords') this.refuse(`${name} is a set of names; write ${name}.NAME`);
    if (whole) return whole.type === 'keywords' ? undefined : whole;
    const [set = ''] = name.split('.', 1);
    const of = this.fields[set];
    if (name.includes('.') && of?.type === 'keywords') return { ...of, type: 'keyword' };
    this.refuse(`the field ${name} is unknown: no line has it (dashboards-src/logs/fields.ts)${this.hint(name, Object.keys(this.fields))}`);
    return undefined;
  }

  query(text: string): void {
    const { text: substituted, variables } = substitute(text);
    const declared = this.context.variables.map(({ name }) => name);
    for (const name of variables) {
      if (!declared.includes(name)) this.refuse(`variable $${name} is not declared; the dashboard has ${[...declared].sort().join(', ') || 'none'}${this.hint(name, declared)}`);
    }
    for (const [, name = '', format = 'lucene'] of text.matchAll(/\$\{(\w+)(?::(\w+))?\}/g)) this.format(name, format);
    const parsed = (() => { try { return lucene.parse(substituted); } catch (error) { return (error as Error).message; } })();
    if (typeof parsed === 'string') return this.refuse(`"${text}" is not in Lucene’s language: ${parsed}`);
    conditions(parsed).forEach((one) => this.condition(one));
  }

  /** What "All" puts into a query has to mean anything there. */
  private format(name: string, format: string): void {
    const all = this.context.variables.find((variable) => variable.name === name)?.allValue;
    if (all === undefined) return;
    if (format === 'regex' && all !== '.*') this.refuse(`All of $${name} puts ${all} into a regular expression; write (\${${name}:lucene})`);
    if (format === 'lucene' && all !== anyLine) this.refuse(`All of $${name} puts ${all} into the query, which is a word there; write /(\${${name}:regex})/, or give the variable ${anyLine}`);
  }

  private condition({ field: name, value, kind }: Condition): void {
    if (name === '*' && value === '*') return;
    if (name === '<implicit>') return this.refuse(`"${value}" names no field, and would be looked for in all of them; write message:${value}`);
    if (name === '_exists_') return this.searchable(value);
    const field = this.field(name);
    if (!field) return;
    this.searchable(name);
    if (kind === 'range') return this.range(name, field, value);
    if (kind === 'regex') return this.regex(name, field);
    if (fromVariable(value) || (value === '*' && kind === 'word')) return;
    if (field.values && !field.values.includes(value)) this.refuse(`${name} is never "${value}"; it is one of ${field.values.join(', ')}${this.hint(value, field.values)}`);
    if (numeric.has(field.type) && !Number.isFinite(Number(value))) this.refuse(`${name} holds numbers, and "${value}" is none; write ${name}:>=0, or search a keyword`);
  }

  private searchable(name: string): void {
    const type = this.field(name)?.type;
    if (type === 'stored' || type === 'order') this.refuse(`${name} is ${type === 'order' ? 'there to sort by' : 'stored only'}, and no query finds it; search one of ${named(this.fields, ({ type }) => type === 'keyword' || type === 'text')}`);
  }

  private range(name: string, { type }: Field, value: string): void {
    if (!ordered.has(type)) this.refuse(`${name} is a ${type}, which is not greater or less than anything; write ${name}:VALUE`);
    else if (type !== 'date' && !value.split(' ').every((bound) => bound === '*' || fromVariable(bound) || (bound !== '' && Number.isFinite(Number(bound))))) this.refuse(`${name} holds numbers, and is compared with "${value}"; write a number`);
  }

  private regex(name: string, { type }: Field): void {
    if (type === 'text') this.refuse(`a regular expression sees single words of ${name} only; write ${name}:"the words"`);
    else if (type !== 'keyword') this.refuse(`${name} is a ${type}, and regular expressions read words; write ${name}:VALUE or ${name}:>=VALUE`);
  }

  grouping({ type, field: name = '' }: { readonly type: string; readonly field?: string }): void {
    const field = this.field(name);
    if (!field) return;
    if (type === 'date_histogram' && field.type !== 'date') this.refuse(`date_histogram of ${name}, a ${field.type}; write one of ${named(this.fields, (one) => one.type === 'date')}`);
    if (type === 'terms' && !countable.has(field.type)) this.refuse(`terms of ${name}, a ${field.type}: it has no values to count by; write one of ${named(this.fields, (one) => countable.has(one.type))}`);
  }

  metric({ type, field: name }: { readonly type: string; readonly field?: string }): void {
    if (name === undefined) return;
    const field = this.field(name);
    if (!field) return;
    if (type === 'cardinality' ? countable.has(field.type) : numeric.has(field.type) || (field.type === 'date' && (type === 'max' || type === 'min'))) return;
    this.refuse(`${type} of ${name}, a ${field.type}; write one of ${named(this.fields, (one) => (type === 'cardinality' ? countable : numeric).has(one.type))}`);
  }

  alias(text: string, groups: readonly string[]): void {
    for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
      if (name !== 'metric' && !groups.includes(name)) this.refuse(`the alias shows ${name}, by which the query does not group; it groups by ${groups.join(', ') || 'nothing'}`);
    }
  }
}

/** What is wrong with a query to OpenSearch; each says what to write instead. */
export function check({ query = '', alias = '', timeField = '', metrics = [], bucketAggs = [] }: LogQuery, context: Context): string[] {
  const checker = new Checker(context);
  checker.query(query);
  bucketAggs.forEach((one) => checker.grouping(one));
  metrics.forEach((one) => checker.metric(one));
  checker.alias(alias, bucketAggs.filter(({ type }) => type === 'terms').map(({ field = '' }) => field));
  if (timeField !== '@timestamp') checker.problems.push(`the time field is "${timeField}"; write @timestamp`);
  return checker.problems;
}
