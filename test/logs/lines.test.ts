import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { families } from '../../dashboards-src/logs/families.ts';
import { fields, type Field } from '../../dashboards-src/logs/fields.ts';
import { bootstrapped, type Release } from './store/bootstrapped.ts';

let release: Release;
beforeAll(async () => {
  release = await bootstrapped();
});
afterAll(() => release?.stop());

/** Sends documents as Fluent Bit does; returns what OpenSearch said of each. */
async function send(family: string, documents: readonly object[]): Promise<{ readonly status: number; readonly reason?: string }[]> {
  const body = documents.flatMap(document => ['{"create":{}}', JSON.stringify(document)]).join('\n') + '\n';
  const answer = await release.store.ask('writer', 'POST', `${family}/_bulk?refresh=true`, body);
  expect(answer.status).toBe(200);
  return answer.body.items.map(({ create }: { create: { status: number; error?: { reason: string } } }) => ({ status: create.status, ...(create.error && { reason: create.error.reason }) }));
}

const found = async (query: string): Promise<number> => (await release.store.ask('reader', 'GET', `ml-training/_count?q=${encodeURIComponent(query)}`)).body.count;

const deep = (levels: number): object => (levels === 0 ? { end: 'x' } : { inner: deep(levels - 1) });
const whole = Object.fromEntries(Object.entries(fields).map(([name, { example }]) => [name, example]));

it.each(Object.keys(families))('%s takes a line with every field, and finds it by each that can be searched', async family => {
  const words = { ...whole, request_id: `whole-${family}` };
  expect(await send(family, [words])).toEqual([{ status: 201 }]);
  const searchable = Object.entries(fields as Record<string, Field>).filter(([, { type }]) => ['keyword', 'long', 'double', 'date'].includes(type));
  const query = { bool: { filter: searchable.map(([name]) => ({ term: { [name]: (words as Record<string, unknown>)[name] } })) } };
  const { body } = await release.store.ask('reader', 'POST', `${family}/_search`, { query });
  expect(body.hits.total.value).toBe(1);
});

describe('a hostile line is taken, and does no harm', () => {
  const line = { '@timestamp': '2026-01-31T12:00:00Z', severity: 'info', message: 'x', namespace: 'team-a', pod: 'p', container: 'c' };
  const hostile: Readonly<Record<string, object>> = {
    'a message of 1 MB in one word': { ...line, message: 'x'.repeat(1_000_000) },
    'a message of 1 MB in many words': { ...line, message: 'word '.repeat(200_000) },
    'a keyword of 100 kB': { ...line, logger: 'l'.repeat(100_000) },
    'words where numbers are wanted': { ...line, rank: 'seven', epoch: '', step: '12 of 90', loss: 'NaN', duration: '1.2s', status: 'OK', input_tokens: '∞' },
    'numbers as words': { ...line, rank: '7', loss: '1.87' },
    'numbers where words are wanted': { ...line, model: 7, request_id: 12.5, logger: true },
    'numbers that no number can hold': { ...line, rank: 1e30, step: 9007199254740993n.toString(), loss: 1e400 },
    'lists where one is wanted': { ...line, model: ['a', 'b'], rank: [1, 2], severity: [] },
    'nothing': { ...line, model: null, rank: null, labels: null, attributes: null },
    'no time': { message: 'x' },
    'a time that is none': { ...line, '@timestamp': 'yesterday' },
    'a time in seconds with a fraction': { ...line, '@timestamp': 1769860800.123 },
    'attributes forty levels deep': { ...line, attributes: deep(40) },
    'attributes that are a word': { ...line, attributes: 'word' },
    'a thousand names in attributes': { ...line, attributes: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`name${i}`, i])) },
    'a thousand names in labels': { ...line, labels: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`name${i}`, 'v'])) },
    'a thousand names that no field has': { ...line, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`name${i}`, { deeper: i }])) },
    'structures where words, numbers and times are wanted': { ...line, '@timestamp': { seconds: 1 }, model: { name: 'x' }, rank: { global: 7 }, message: { text: 'x' }, exception: [{ frame: 1 }] },
    'names with dots that no field has': { ...line, 'a.b': 1, 'labels.team': 'vision' },
    'an empty line': {},
  };
  it.each(Object.entries(hostile))('%s', async (_, document) => {
    expect(await send('ml-training', [document, line])).toEqual([{ status: 201 }, { status: 201 }]);
  });

  it('a dot behind the name of a field that is no structure is refused, with no line beside it: the pipeline replaces dots', async () => {
    const [refused, taken] = await send('ml-training', [{ ...line, 'message.text': 'x' }, line]);
    expect(refused!.status).toBe(400);
    expect(taken!.status).toBe(201);
  });

  it('and no field was added', async () => {
    const { body } = await release.store.ask('admin', 'GET', 'ml-training/_mapping');
    const { mappings } = Object.values(body as Record<string, { mappings: { properties: object } }>)[0]!;
    expect(Object.keys(mappings.properties).sort()).toEqual(Object.keys(fields).sort());
  });
});

it('words are found in any case, phrases in their order, and identities only whole', async () => {
  await send('ml-training', [{ '@timestamp': '2026-02-01T00:00:00Z', message: 'NCCL WARN Timeout waiting for rank 7', pod: 'words-0' }]);
  expect(await found('pod:"words-0" AND message:"nccl warn"')).toBe(1);
  expect(await found('pod:"words-0" AND message:"warn nccl"')).toBe(0);
  expect(await found('pod:words')).toBe(0);
});

describe('a time', () => {
  const written: Readonly<Record<string, string | number>> = {
    'as Fluent Bit writes it': '2026-02-03T04:05:06.123456789Z', 'in milliseconds': '2026-02-03T04:05:06.123Z', 'without a fraction': '2026-02-03T04:05:06Z', 'of another zone': '2026-02-03T06:05:06.123+02:00', 'as a number': 1770091506123,
  };
  it.each(Object.entries(written))('is taken %s', async (how, time) => {
    await send('ml-training', [{ '@timestamp': time, message: 'at', pod: 'times-0', request_id: how }]);
    expect(await found(`request_id:"${how}" AND @timestamp:["2026-02-03T04:05:06.000Z" TO "2026-02-03T04:05:06.999Z"]`)).toBe(1);
  });

  it.each<[string, object]>([
    ['a day', { gte: '2026-02-03', lte: '2026-02-03' }], ['no zone', { gte: '2026-02-03T04:05:06', lte: '2026-02-03T04:05:07' }], ['nanoseconds', { gte: '2026-02-03T04:05:06.000000000Z', lt: '2026-02-03T04:05:07.000000000Z' }],
    ['numbers', { gte: 1770091506000, lte: 1770091506999 }], ['numbers in words', { gte: '1770091506000', lte: '1770091506999', format: 'epoch_millis' }], ['a day, rounded', { gte: '2026-02-03||/d', lte: '2026-02-03||/d' }], ['now', { gte: '2026-02-03', lte: 'now+100y' }],
  ])('is asked for by %s', async (_, range) => {
    const query = { bool: { filter: [{ term: { pod: 'times-0' } }, { range: { '@timestamp': range } }] } };
    expect((await release.store.ask('reader', 'POST', 'ml-training/_count', { query })).body.count).toBe(Object.keys(written).length);
  });
});

it('lines of one time are sorted by where they stand in their file', async () => {
  await send('ml-training', [300, 100, 200].map(log_offset => ({ '@timestamp': '2026-02-04T00:00:00Z', pod: 'order-0', log_offset })));
  const { body } = await release.store.ask('reader', 'POST', 'ml-training/_search', { query: { term: { pod: 'order-0' } }, sort: [{ '@timestamp': 'asc' }, { log_offset: 'asc' }] });
  expect(body.hits.hits.map(({ _source }: { _source: { log_offset: number } }) => _source.log_offset)).toEqual([100, 200, 300]);
});

it('a rollover by hand keeps writes going, and both indices are read', async () => {
  const line = (id: string) => ({ '@timestamp': '2026-02-02T00:00:00Z', message: 'before or after', request_id: id });
  await send('apps', [line('before')]);
  expect((await release.store.ask('admin', 'POST', 'apps/_rollover')).body).toMatchObject({ rolled_over: true, new_index: 'apps-000002' });
  expect(await send('apps', [line('after')])).toEqual([{ status: 201 }]);
  const { body } = await release.store.ask('reader', 'POST', 'apps/_search', { query: { match_phrase: { message: 'before or after' } } });
  expect(body.hits.hits.map(({ _index, _source }: { _index: string; _source: { request_id: string } }) => [_index, _source.request_id]).sort()).toEqual([['apps-000001', 'before'], ['apps-000002', 'after']]);
});
