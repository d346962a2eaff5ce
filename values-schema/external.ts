import { section, text, url } from './define.ts';

/** What exists already and takes the place of a component that is switched off. */
export const external = section('Bring your own: where a component is switched off, the rest can use one that exists.', {
  prometheus: section('Used where `prometheus.enabled` is false.', {
    url: url({ default: '', description: 'Address of a Prometheus API (Prometheus, Mimir, Thanos, …), as Grafana and OpenCost reach it.' }),
  }),
  grafana: section('Used where `grafana.enabled` is false.', {
    url: url({ default: '', description: 'Address of a Grafana, for links in alerts and for its MCP server. Its sidecar picks up the dashboards by the label `grafana_dashboard: "1"`.' }),
  }),
  opensearch: section('Used where `opensearch.enabled` is false.', {
    url: url({ default: '', description: 'Address of an OpenSearch (https://host:9200).' }),
    writerUsername: text({ default: 'observability-writer', pattern: '^[A-Za-z0-9._@-]+$', description: 'User that Fluent Bit writes with; its password is `writer-password` of `credentials.opensearch.existingSecret`.' }),
    readerUsername: text({ default: 'observability-reader', pattern: '^[A-Za-z0-9._@-]+$', description: 'User that Grafana reads with; its password is `reader-password` there.' }),
  }),
});
