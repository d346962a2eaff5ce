import type { LogLine, LogQuery, Logs } from './logs.ts';

export interface OpenSearchOptions {
  /** https://HOST:9200 */
  readonly url: string;
  /** The chart's user `reader`, or another that may search. */
  readonly username?: string;
  readonly password?: string;
  /** Indices, by comma; those of the chart if left out. */
  readonly index?: string;
  /** In milliseconds. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** Families of the chart's pipeline, and the indices by day of its first versions. */
export const defaultIndex = 'ml-training,ml-inference,ml-system,apps,logs-*';

interface Hit {
  readonly _source: Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

function line({ _source: source }: Hit): LogLine {
  const field = (name: 'cluster' | 'node' | 'namespace' | 'pod' | 'container' | 'workload') => { const value = text(source[name]); return value === undefined ? {} : { [name]: value }; };
  return {
    at: Date.parse(text(source['@timestamp']) ?? '') / 1000,
    message: text(source['message']) ?? '',
    ...field('cluster'), ...field('node'), ...field('namespace'), ...field('pod'), ...field('container'), ...field('workload'),
  };
}

/** The search of a query, in OpenSearch's language. */
export const searchBody = ({ phrases, window, place, limit }: LogQuery) => ({
  size: limit,
  sort: [{ '@timestamp': 'desc' }],
  _source: ['@timestamp', 'message', 'cluster', 'node', 'namespace', 'pod', 'container', 'workload'],
  query: {
    bool: {
      filter: [
        { range: { '@timestamp': { gte: window.from * 1000, lte: window.to * 1000, format: 'epoch_millis' } } },
        ...Object.entries(place).map(([field, value]) => ({ term: { [field]: value } })),
      ],
      should: phrases.map((phrase) => ({ match_phrase: { message: phrase } })),
      minimum_should_match: 1,
    },
  },
});

/** OpenSearch (or Elasticsearch) with the chart's fields, asked by `_search` only. */
export function openSearch({ url, username, password, index = defaultIndex, timeoutMs = 10_000, fetch: ask = fetch }: OpenSearchOptions): Logs {
  const endpoint = `${url.replace(/\/+$/, '')}/${index}/_search?ignore_unavailable=true&allow_no_indices=true`;
  const headers = { 'content-type': 'application/json', ...(username !== undefined && { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` }) };
  return {
    async search(query) {
      const response = await ask(endpoint, { method: 'POST', headers, body: JSON.stringify(searchBody(query)), signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) throw new Error(`OpenSearch answers ${response.status} to a search${response.status === 401 || response.status === 403 ? '; give a user that may search the indices of the logs' : ''}`);
      const { hits } = (await response.json()) as { hits: { hits: Hit[] } };
      return hits.hits.map(line);
    },
  };
}
