import type { PanelSpec } from '../panel.ts';
import { panelsOf, percentile, rate } from './engine.ts';
import { servedAs } from './select.ts';

const panel = panelsOf('lmcache', 'lmcache');

/** Tokens each second by model; the first name that is there, the newest first. */
const tokens = (...names: string[]): string => `(${names.map((name) => `sum by (model_name) (${rate(`lmcache:${name}_total{${servedAs}}`)})`).join(' or ')})`;

export const lmcachePanels = (): PanelSpec[] => [
  panel({
    key: 'hits', title: 'Tokens found', unit: 'ratio', max: 1,
    description: 'Share of the tokens that LMCache was asked for and had: prefill that need not be done.',
    queries: [{ expr: `${tokens('num_lookup_hit_tokens', 'num_lookup_hits')} / (${tokens('num_lookup_requested_tokens', 'num_lookup_tokens')} > 0)`, legend: '{{model_name}}' }],
  }),
  panel({
    key: 'usage', title: 'Cache in use', unit: 'bytes', description: 'KV blocks in host memory, on local disks and in the remote store.',
    queries: [
      { expr: `sum by (model_name) (lmcache:local_cache_usage{${servedAs}})`, legend: '{{model_name}} memory' },
      { expr: `sum by (model_name) (lmcache:local_storage_usage{${servedAs}})`, legend: '{{model_name}} disk' },
      { expr: `sum by (model_name) (lmcache:remote_cache_usage{${servedAs}})`, legend: '{{model_name}} remote' },
    ],
  }),
  panel({
    key: 'evictions', title: 'Evictions from host memory', unit: 'events/second', description: 'KV blocks that had to make room. Many beside few hits: the cache is too small.',
    queries: [
      { expr: `sum by (model_name) (${rate(`lmcache:local_cpu_evict_keys_count_total{${servedAs}}`)})`, legend: '{{model_name}} evicted' },
      { expr: `sum by (model_name) (${rate(`lmcache:local_cpu_evict_failed_count_total{${servedAs}}`)})`, legend: '{{model_name}} failed' },
    ],
  }),
  panel({
    key: 'times', title: 'Time to load and to store, 95 %', unit: 'seconds', description: 'What 95 % of the calls stay below. Loading longer than prefill would take: the cache does harm.',
    queries: [
      { expr: percentile(0.95, 'lmcache:time_to_retrieve', servedAs, 'model_name'), legend: '{{model_name}} load' },
      { expr: percentile(0.95, 'lmcache:time_to_store', servedAs, 'model_name'), legend: '{{model_name}} store' },
    ],
  }),
  panel({
    key: 'remote', title: 'Remote store: bytes', unit: 'bytes/second', description: 'What is read from and written to the remote store.',
    queries: [
      { expr: `sum by (model_name) (${rate(`lmcache:num_remote_read_bytes_total{${servedAs}}`)})`, legend: '{{model_name}} read' },
      { expr: `sum by (model_name) (${rate(`lmcache:num_remote_write_bytes_total{${servedAs}}`)})`, legend: '{{model_name}} written' },
    ],
  }),
  panel({
    key: 'remote-time', title: 'Remote store: time of a read, 95 %', unit: 'seconds', description: 'What 95 % of the reads stay below, and pings that failed. Slow: the store, or the network to it.',
    queries: [{ expr: percentile(0.95, 'lmcache:remote_time_to_get', servedAs, 'model_name', 0.001), legend: '{{model_name}}' }],
  }),
];
