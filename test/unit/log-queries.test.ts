import { expect, test } from 'vitest';
import { dashboardProblems, logQueries } from '../../dashboards-src/check.ts';
import { dashboard } from '../../dashboards-src/dashboards/define.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { check, type LogQuery } from '../../dashboards-src/logs/check.ts';
import { familyNames } from '../../dashboards-src/logs/families.ts';
import { fields, type Field } from '../../dashboards-src/logs/fields.ts';
import * as query from '../../dashboards-src/logs/query.ts';
import * as target from '../../dashboards-src/logs/target.ts';
import { lineCount, lineGroups } from '../../dashboards-src/panels/log-panel.ts';
import { levels } from '../../dashboards-src/signals/define.ts';

const few: Readonly<Record<string, Field>> = {
  '@timestamp': { type: 'date', description: 'When.', example: '2026-01-01T00:00:00Z' },
  message: { type: 'text', description: 'What.', example: 'hello' },
  severity: { type: 'keyword', description: 'How bad.', example: 'error', values: ['info', 'error'] },
  node: { type: 'keyword', description: 'Where.', example: 'a' },
  labels: { type: 'keywords', description: 'Labels.', example: { team: 'a' } },
  rank: { type: 'long', description: 'Which.', example: 1 },
  duration: { type: 'double', description: 'How long.', example: 1.5 },
  place: { type: 'order', description: 'After which.', example: 7 },
  raw: { type: 'stored', description: 'As it came.', example: 'x' },
};
const problems = (of: LogQuery) => check({ timeField: '@timestamp', ...of }, { fields: few, variables: [{ name: 'node', allValue: '.*' }, { name: 'severity', allValue: query.anyLine }, { name: 'this_node' }] });

test.each<[string, LogQuery, string]>([
  ['an unknown field', { query: 'nod:a' }, 'the field nod is unknown: no line has it (dashboards-src/logs/fields.ts). Did you mean node?'],
  ['an unknown field with no neighbour', { query: 'galaxy:a' }, 'the field galaxy is unknown: no line has it (dashboards-src/logs/fields.ts)'],
  ['an unknown field, asked whether it is there', { query: '_exists_:ranks' }, 'the field ranks is unknown: no line has it (dashboards-src/logs/fields.ts). Did you mean rank?'],
  ['words without a field', { query: 'timeout' }, '"timeout" names no field, and would be looked for in all of them; write message:timeout'],
  ['a value that the field never has', { query: 'severity:(info OR warn)' }, 'severity is never "warn"; it is one of info, error'],
  ['a value that is nearly right', { query: 'severity:errors' }, 'severity is never "errors"; it is one of info, error. Did you mean error?'],
  ['a word where numbers are', { query: 'duration:slow' }, 'duration holds numbers, and "slow" is none; write duration:>=0, or search a keyword'],
  ['a number compared with a word', { query: 'duration:>=slow' }, 'duration holds numbers, and is compared with "slow"; write a number'],
  ['a keyword compared', { query: 'severity:>=error' }, 'severity is a keyword, which is not greater or less than anything; write severity:VALUE'],
  ['a range of a text', { query: 'message:[a TO b]' }, 'message is a text, which is not greater or less than anything; write message:VALUE'],
  ['a regular expression of a text', { query: 'message:/x/' }, 'a regular expression sees single words of message only; write message:"the words"'],
  ['a regular expression of a number', { query: 'rank:/1/' }, 'rank is a long, and regular expressions read words; write rank:VALUE or rank:>=VALUE'],
  ['what is only stored', { query: 'raw:x' }, 'raw is stored only, and no query finds it; search one of message, severity, node'],
  ['what lines are only sorted by', { query: 'place:7' }, 'place is there to sort by, and no query finds it; search one of message, severity, node'],
  ['a set without a name in it', { query: 'labels:x' }, 'labels is a set of names; write labels.NAME'],
  ['a query that is none', { query: 'node:(a' }, '"node:(a" is not in Lucene’s language: Expected'],
  ['a variable that the dashboard lacks', { query: 'node:(${nodes:lucene})' }, 'variable $nodes is not declared; the dashboard has node, severity, this_node. Did you mean node?'],
  ['an All that Lucene takes for a word', { query: 'node:(${node:lucene})' }, `All of $node puts .* into the query, which is a word there; write /(\${node:regex})/, or give the variable ${query.anyLine}`],
  ['the same, without a format', { query: 'node:(${node})' }, `All of $node puts .* into the query, which is a word there; write /(\${node:regex})/, or give the variable ${query.anyLine}`],
  ['an All that is no regular expression of Lucene', { query: 'severity:/(${severity:regex})/' }, `All of $severity puts ${query.anyLine} into a regular expression; write (\${severity:lucene})`],
  ['counting by a text', { query: '*:*', bucketAggs: [{ type: 'terms', field: 'message' }] }, 'terms of message, a text: it has no values to count by; write one of severity, node, rank'],
  ['counting by a measured number', { query: '*:*', bucketAggs: [{ type: 'terms', field: 'duration' }] }, 'terms of duration, a double: it has no values to count by; write one of severity, node, rank'],
  ['counting by an unknown field', { query: '*:*', bucketAggs: [{ type: 'terms', field: 'nodes' }] }, 'the field nodes is unknown: no line has it (dashboards-src/logs/fields.ts). Did you mean node?'],
  ['time that is none', { query: '*:*', bucketAggs: [{ type: 'date_histogram', field: 'rank' }] }, 'date_histogram of rank, a long; write one of @timestamp'],
  ['a percentile of names', { query: '*:*', metrics: [{ type: 'percentiles', field: 'node' }] }, 'percentiles of node, a keyword; write one of rank, duration'],
  ['a mean of times', { query: '*:*', metrics: [{ type: 'avg', field: '@timestamp' }] }, 'avg of @timestamp, a date; write one of rank, duration'],
  ['how many texts', { query: '*:*', metrics: [{ type: 'cardinality', field: 'message' }] }, 'cardinality of message, a text; write one of severity, node, rank'],
  ['a name of what is not grouped by', { query: '*:*', alias: '{{node}}', bucketAggs: [{ type: 'terms', field: 'severity' }] }, 'the alias shows node, by which the query does not group; it groups by severity'],
  ['another time field', { query: '*:*', timeField: 'time' }, 'the time field is "time"; write @timestamp'],
])('refused: %s', (_, of, problem) => {
  expect(problems(of)).toHaveLength(1);
  expect(problems(of)[0]).toContain(problem);
});

test.each([
  ['every line', '*:*'], ['a value', 'severity:error'], ['a phrase', 'message:"out of memory"'], ['a number', 'rank:3'], ['a comparison', 'duration:>=1.5'], ['a range', 'duration:[1 TO *]'],
  ['whether it is there', '_exists_:rank'], ['any value', 'node:*'], ['one of a set', 'labels.team:a'], ['a variable with All', 'node:/(${node:regex})/'], ['a variable without', 'node:(${this_node:lucene})'],
  ['the All of dashboards of lines', 'severity:(${severity:lucene})'], ['what somebody types', 'message:(${this_node:raw})'], ['a number from a variable', 'duration:>=$this_node'], ['not', '(severity:error AND NOT message:a)'],
])('accepted: %s', (_, text) => {
  expect(problems({ query: text })).toEqual([]);
});

test('a newest and a first time, how many nodes, and percentiles are accepted', () => {
  expect(problems({ query: '*:*', metrics: [{ type: 'max', field: '@timestamp' }, { type: 'min', field: '@timestamp' }, { type: 'cardinality', field: 'node' }, { type: 'percentiles', field: 'duration' }, { type: 'count' }] })).toEqual([]);
});

test('clauses are written as Lucene reads them', () => {
  expect(query.is('severity', 'error')).toBe('severity:error');
  expect(query.is('severity', 'error', 'fatal')).toBe('severity:(error OR fatal)');
  expect(query.is('family', 'ml-training')).toBe('family:"ml-training"');
  expect(query.is('path', 'say "hi" \\ there')).toBe('path:"say \\"hi\\" \\\\ there"');
  expect(query.says('NCCL', 'mlx5*', 'CUBLAS_STATUS', 'torch.Error')).toBe('message:(NCCL OR mlx5* OR "CUBLAS_STATUS" OR "torch.Error")');
  expect(query.says('NOT', 'a b')).toBe('message:("NOT" OR "a b")');
  expect(query.atLeast('warn')).toBe('severity:(warn OR error OR fatal)');
  expect(query.from('duration', '$slow')).toBe('duration:>=$slow');
  expect(query.all('a:1', query.any('b:2', 'c:3'), query.except('d:4', 'e:5'))).toBe('(a:1 AND (b:2 OR c:3) AND (d:4 AND NOT e:5))');
  expect(query.all('a:1')).toBe('a:1');
});

test('what "All" stands for on dashboards of lines is any text in Prometheus, too', () => {
  for (const text of ['', 'a', 'team-a', 'x y']) expect(text).toMatch(new RegExp(`^(?:${query.anyLine})$`));
});

test('metrics of a row are ordered by the first, groups come before them, and no id is given twice', () => {
  const { metrics, bucketAggs } = target.groups('*:*', ['pod', 'node'], [{ type: 'max', field: 'duration' }, { type: 'count' }], 7);
  expect(bucketAggs).toMatchObject([{ type: 'terms', field: 'pod', settings: { size: '7', orderBy: '1', order: 'desc' } }, { type: 'terms', field: 'node', settings: { orderBy: '1' } }]);
  // A line without a pod is a row as well; a number has no word for it.
  expect(bucketAggs[0]).toMatchObject({ settings: { missing: '(none)' } });
  expect(target.groups('*:*', ['status'], [{ type: 'count' }]).bucketAggs[0]?.settings).not.toHaveProperty('missing');
  const ids = [...metrics, ...bucketAggs].map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  expect(metrics[0]).toMatchObject({ id: '1', type: 'max' });
});

test('the generator names file, panel and query of what it refuses', () => {
  const bad = lineCount({ key: 'bad', title: 'Bad', description: 'A panel that asks for what no line has.', query: 'sevrity:error' });
  const built = dashboard({ name: 'sample', title: 'Sample', description: 'A sample.', folder: 'F', tags: [], variables: [], rows: [{ title: 'Row', panels: [bad] }] });
  expect(dashboardProblems([built])).toEqual(['dashboards-src/dashboards/sample.ts, panel "Bad", query A: the field sevrity is unknown: no line has it (dashboards-src/logs/fields.ts). Did you mean severity?']);
});

test('columns of a table have the names that the plugin gives them', () => {
  const { panel } = lineGroups({
    key: 'table', title: 'Table', description: 'A table.', query: '*:*', by: [{ field: 'pod', title: 'Pod' }], sort: { column: 'Lines', desc: true },
    metrics: [{ metric: { type: 'count' }, title: 'Lines' }, { metric: { type: 'max', field: 'duration' }, title: 'Slowest' }, { metric: { type: 'max', field: '@timestamp' }, title: 'Last' }],
  });
  expect(panel.transformations?.[1]?.options).toMatchObject({ renameByName: { pod: 'Pod', Count: 'Lines', 'Max duration': 'Slowest', 'Max @timestamp': 'Last' } });
});

test('no dashboard asks for what no line has', () => {
  expect(dashboards.flatMap(logQueries).length).toBeGreaterThan(60);
  expect(dashboardProblems(dashboards)).toEqual([]);
});

test('every field says what it is, by an example of its type', () => {
  for (const [name, { type, description, example, values, ...rest }] of Object.entries(fields as Readonly<Record<string, Field>>)) {
    expect(description, name).toMatch(/^[A-Z].+\.$/);
    expect(typeof example, name).toBe({ date: 'string', keyword: 'string', text: 'string', keywords: 'object', long: 'number', double: 'number', order: 'number', stored: name === 'attributes' ? 'object' : 'string' }[type]);
    if (values) expect(values).toContain(example);
    if (type === 'long' || type === 'double' || type === 'order') expect(rest.unit, name).toBeDefined();
  }
});

test('no name stands for two fields', () => {
  const names = Object.entries(fields as Readonly<Record<string, Field>>).flatMap(([name, { from = [] }]) => [name, ...from]);
  expect(names).toEqual([...new Set(names)]);
});

test('what a line cannot say of itself is what identifies a pod, by the names that metrics have', () => {
  const identity = [...new Set([...levels.pod, ...levels.workload])];
  for (const label of identity) expect(fields).toHaveProperty(label);
  for (const label of identity) expect((fields as Readonly<Record<string, Field>>)[label]?.from, label).toBeUndefined();
});

test('families have names that OpenSearch takes for an index', () => {
  for (const name of familyNames) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
});
