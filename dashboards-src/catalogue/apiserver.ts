import { counter, exporter, gauge, histogram, labelled, targetLabels } from './define.ts';

export const apiserver = exporter({
  name: 'apiserver',
  version: 'Kubernetes 1.28 to 1.36',
  source: 'kubernetes/kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/metrics, pkg/admission/metrics, pkg/storage/etcd3/metrics',
  toggle: 'prometheus',
  labels: targetLabels,
  metrics: [
    ...labelled(['group', 'version', 'resource', 'subresource', 'scope', 'verb', 'component', 'dry_run'], [
      counter('apiserver_request_total', 'count', 'Requests that were answered, by status.', { labels: ['code'] }),
      histogram('apiserver_request_duration_seconds', 'seconds', 'Time of a request; watches and connects last as long as the client likes.'),
    ]),
    gauge('apiserver_current_inflight_requests', 'count', 'Requests being answered, mutating and readOnly.', { labels: ['request_kind'] }),
    histogram('apiserver_admission_webhook_admission_duration_seconds', 'seconds', 'Time of a call of an admission webhook.', { labels: ['name', 'operation', 'rejected', 'type'] }),
    counter('apiserver_admission_webhook_fail_open_count', 'count', 'Calls of a webhook that failed and were let through.', { labels: ['name', 'type'] }),
    gauge('apiserver_storage_size_bytes', 'bytes', 'Size of etcd\'s database.', { labels: ['storage_cluster_id'], since: '1.28' }),
  ],
});
