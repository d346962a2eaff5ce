import { severities, type FieldName, type Severity } from './fields.ts';

/**
 * A condition on lines in Lucene's language, as OpenSearch's `query_string` reads it, in one piece: clauses can be joined in any way.
 * The generator checks each against the fields, so that a clause may also be written by hand.
 */
export type Clause = string;

const reserved = new Set(['AND', 'OR', 'NOT', 'TO']);
const plain = /^[\p{L}\p{N}]+\*?$/u;

/** A word or its beginning (`mlx5*`) as it is, anything else in quotation marks: text is split at most signs, and without them any part would do. */
const word = (value: string | number): string => (plain.test(`${value}`) && !reserved.has(`${value}`) ? `${value}` : `"${`${value}`.replace(/["\\]/g, '\\$&')}"`);
const anyOf = (parts: readonly string[], operator: 'AND' | 'OR'): string => (parts.length === 1 ? parts[0]! : `(${parts.join(` ${operator} `)})`);

/** Every line. */
export const everything: Clause = '*:*';

/** Lines whose field has one of the values: whole, and in the same case. */
export const is = (field: FieldName, ...values: readonly (string | number)[]): Clause => `${field}:${anyOf(values.map(word), 'OR')}`;

/** Lines that are as bad or worse. */
export const atLeast = (severity: Severity): Clause => is('severity', ...severities.slice(severities.indexOf(severity)));

/** Lines with one of the phrases, in any case: the words of a phrase follow each other. What dots or underscores join is one word: `torch.OutOfMemoryError`. */
export const says = (...phrases: readonly string[]): Clause => is('message', ...phrases);

/** Lines that have the field at all. */
export const has = (field: FieldName): Clause => `_exists_:${field}`;

/** Lines whose number is as great or greater; a variable as `$name` in place of a number. */
export const from = (field: FieldName, least: number | `$${string}`): Clause => `${field}:>=${least}`;

/**
 * Lines whose field is what a variable of the dashboard has, `variable` if it is called otherwise than the field.
 * For dashboards of lines, where "All" stands for `anyLine`: lines that have no such field are meant, too.
 */
export const chosen = (field: FieldName, variable: string = field): Clause => `${field}:(\${${variable}:lucene})`;

/** What "All" stands for on dashboards of lines: anything in a regular expression of Prometheus, and in Lucene's language a word that nothing is, or else any line. */
export const anyLine = '.*| *:*';

/**
 * The same on dashboards of metrics, where "All" stands for `.*`; a line without the field is never meant.
 * The brackets stand for nothing where nothing is chosen.
 */
export const matching = (field: FieldName, variable: string = field): Clause => `${field}:/(\${${variable}:regex})/`;

/** The fields in which the words that somebody types are looked for. */
const searched = ['message', 'exception', 'request_id', 'trace_id'] as const satisfies readonly FieldName[];

/** Lines with what somebody has typed into a variable of the dashboard: words, phrases in quotation marks, or any of Lucene's language. */
export const typed = (variable: string): Clause => any(...searched.map((field) => `${field}:(\${${variable}:raw})`));

/** Lines that meet all of the clauses. */
export const all = (...clauses: readonly Clause[]): Clause => anyOf(clauses, 'AND');
/** Lines that meet at least one. */
export const any = (...clauses: readonly Clause[]): Clause => anyOf(clauses, 'OR');
/** The lines of the first clause that do not meet the second. */
export const except = (clause: Clause, without: Clause): Clause => `(${clause} AND NOT ${without})`;
