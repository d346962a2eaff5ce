import { counter, exporter, histogram, summary, targetLabels } from './define.ts';

/** Requests at an HTTP server written with FastAPI: vLLM, Ray Serve, routers. Ask with the `job`, as they share the names. */
export const http = exporter({
  name: 'prometheus-fastapi-instrumentator',
  version: '6 to 7',
  source: 'trallnag/prometheus-fastapi-instrumentator src/prometheus_fastapi_instrumentator/metrics.py',
  toggle: 'vllm',
  labels: [...targetLabels, 'node'],
  metrics: [
    counter('http_requests_total', 'count', 'Requests by handler and class of status: 2xx, 4xx, 5xx.', { labels: ['handler', 'method', 'status'] }),
    histogram('http_request_duration_seconds', 'seconds', 'Time to answer by handler, in few buckets.', { labels: ['handler', 'method'] }),
    histogram('http_request_duration_highr_seconds', 'seconds', 'Time to answer of all handlers together, in fine buckets.'),
    summary('http_request_size_bytes', 'bytes', 'Size of requests.', { labels: ['handler'] }),
    summary('http_response_size_bytes', 'bytes', 'Size of answers.', { labels: ['handler'] }),
  ],
});
