import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import type { Target, View } from './dashboard.ts';

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

async function ask(path: string, parameters: Readonly<Record<string, string | number>>): Promise<Series[]> {
  const body = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const answer = await (await fetch(path, { method: 'POST', body })).json();
  if (answer.status !== 'success') throw new Error(answer.error);
  return answer.data.result;
}

interface Frame {
  readonly name?: string;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly values: unknown[]; readonly labels?: Readonly<Record<string, string>> }[];
}

/** What OpenSearch answers; the server makes frames of it. */
async function askLines(target: Target, { from, to }: View): Promise<DataFrame[]> {
  const answer = await fetch('/lines', { method: 'POST', body: JSON.stringify({ target, from, to }) });
  const frames = await answer.json();
  if (!answer.ok) throw new Error(frames.error);
  return (frames as Frame[]).map(({ name, fields }) => toDataFrame({
    refId: target.refId, ...(name && { name }),
    fields: fields.map(({ type, ...field }) => ({ ...field, type: type as FieldType, config: name && field.name === 'Value' ? { displayNameFromDS: name } : {} })),
  }));
}

/** What the data source of a query answers, in the form in which Grafana's plugin for it gives it on. */
export async function run(target: Target, siblings: number, view: View): Promise<DataFrame[]> {
  if (target.datasource?.uid === 'opensearch') return askLines(target, view);
  const { refId, expr = '', instant, range, format, legendFormat } = target;
  const { from, to, step } = view;
  const series = instant && !range ? await ask('/api/v1/query', { query: expr, time: to }) : await ask('/api/v1/query_range', { query: expr, start: from, end: to, step });
  if (format === 'table') return series.length ? [tableOf(series, siblings > 1 ? `Value #${refId}` : 'Value', refId)] : [];
  return series.map((one) => graphOf(one, nameOf(one, legendFormat), refId, step));
}

function tableOf(series: readonly Series[], name: string, refId: string): DataFrame {
  const labels = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: series.map(({ value }) => (value?.[0] ?? 0) * 1000) },
      ...labels.map((label) => ({ name: label, type: FieldType.string, values: series.map(({ metric }) => metric[label] ?? '') })),
      { name, type: FieldType.number, values: series.map(({ value }) => Number(value?.[1])) },
    ],
  });
}

/** A query that is asked for one moment only has one point. */
function graphOf({ metric, value, values = value ? [value] : [] }: Series, name: string, refId: string, step: number): DataFrame {
  const points = values.flatMap(([time, value], index) => {
    const before = values[index - 1]?.[0] ?? time;
    const gap = time - before > step * 1.5 ? [{ time: before + step, value: null }] : [];
    return [...gap, { time, value: Number(value) }];
  });
  return toDataFrame({
    refId, name,
    fields: [
      { name: 'Time', type: FieldType.time, values: points.map(({ time }) => time * 1000) },
      { name: 'Value', type: FieldType.number, labels: metric, config: { displayNameFromDS: name }, values: points.map(({ value }) => value) },
    ],
  });
}

const nameOf = ({ metric }: Series, format?: string): string =>
  (format && format !== '__auto' ? format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? '') : JSON.stringify(metric));
