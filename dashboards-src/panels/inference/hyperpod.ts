import type { PanelSpec, Query } from '../panel.ts';
import { mean, panelsOf, rate } from './engine.ts';
import { servedAs } from './select.ts';

const panel = panelsOf('hyperpod', 'hyperpod');
const byModel = (series: string): string => `sum by (model_name) (${rate(`${series}{${servedAs}}`)})`;

/** The type is not documented: a mean where there are sums and counts, what is said as it is where there are none. */
const time = (what: 'latency' | 'ttfb'): Query[] => {
  const series = `model_${what}_milliseconds`;
  return [{ expr: `${mean(`${series}_sum{${servedAs}}`, `${series}_count{${servedAs}}`, 'model_name', 1 / 1000)}\nor\nmax by (model_name) (${series}{${servedAs}}) / 1000`, legend: '{{model_name}}' }];
};

/** The proxy beside a model on HyperPod; what the engine behind it says of itself is in the engine's own row. */
export const hyperpodPanels = (): PanelSpec[] => [
  panel({ key: 'requests', title: 'Requests through the proxy', unit: 'requests/second', description: 'Requests that the proxy passed to the model.', queries: [{ expr: byModel('model_invocations_total'), legend: '{{model_name}}' }] }),
  panel({ key: 'errors', title: 'Failed requests', unit: 'requests/second', none: 'No request failed', description: 'Requests that the model did not answer, or answered with an error. Read the lines of its pods.', queries: [{ expr: byModel('model_errors_total'), legend: '{{model_name}}' }] }),
  panel({ key: 'concurrent', title: 'Requests at once', unit: 'count', description: 'Requests that the model works on. Rising while requests do not: it gets slower, or waits.', queries: [{ expr: `sum by (model_name) (model_concurrent_requests{${servedAs}})`, legend: '{{model_name}}' }] }),
  panel({ key: 'latency', title: 'Time of a request', unit: 'seconds', width: 12, description: 'From the proxy to the end of the answer: the mean where the proxy counts sums, otherwise as it says. Rising with requests at once: more replicas; else look at the engine behind it.', queries: time('latency') }),
  panel({ key: 'ttfb', title: 'Time to the first byte', unit: 'seconds', width: 12, description: 'Until an answer begins: the mean where the proxy counts sums, otherwise as it says. Near the time of a whole request: the model does not stream.', queries: time('ttfb') }),
];
