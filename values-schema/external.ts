import { region, roleArn } from './amp.ts';
import { choice, section, text, textList, toggle, url } from './define.ts';

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
    monitorUsername: text({ default: 'observability-monitor', pattern: '^[A-Za-z0-9._@-]+$', description: 'User that the exporter asks with; its password is `monitor-password` there. It needs to read the state of the cluster and its indices, nothing in them.' }),
    bootstrap: toggle({ default: false, description: 'Makes users, roles, index templates, policies and aliases there as well, and keeps them in step. Needs its admin: `adminUsername`, and `admin-password` and `janitor-password` in that Secret.' }),
    adminUsername: text({ default: 'admin', pattern: '^[A-Za-z0-9._@-]+$', description: 'User for `bootstrap`.' }),
    janitorUsername: text({ default: 'observability-janitor', pattern: '^[A-Za-z0-9._@-]+$', description: 'User that `bootstrap` makes to delete the oldest indices where they take too much room; its password is `janitor-password` there.' }),
    aws: section('Amazon OpenSearch Service with IAM in place of passwords: Fluent Bit and Grafana sign their requests (SigV4) as the role of their ServiceAccount. Grafana only does with `grafana.grafana.ini.auth.sigv4_auth_enabled=true`.', {
      region: text({ default: '', pattern: '^[a-z0-9-]*$', description: 'Region of the domain; empty: passwords.' }),
      service: choice(['es', 'aoss'], { default: 'es', description: 'A domain (es) or a serverless collection (aoss).' }),
    }),
  }),
  cloudwatch: section('Amazon CloudWatch as a data source of Grafana, as the role of its ServiceAccount: metrics beyond the retention of Prometheus, and CloudWatch Logs.', {
    region: region({ default: '', description: 'Region that is asked unless a query names another one. Empty: no data source.' }),
    roleArn: roleArn({ default: '', description: 'Role that is assumed, for another account. Empty: the role of Grafana’s ServiceAccount.' }),
    logGroups: textList('^arn:aws[a-z-]*:logs:[a-z0-9-]+:[0-9]{12}:log-group:[A-Za-z0-9_/.#-]+(:[*])?$')({
      default: [],
      description: 'ARNs of log groups. The dashboards of logs then lead to them in *Explore*.',
    }),
  }),
});
