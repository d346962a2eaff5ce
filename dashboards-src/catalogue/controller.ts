import { counter, exporter, gauge, histogram, labelled, targetLabels } from './define.ts';

/** What every controller built with controller-runtime says of itself: KubeRay, Kueue, Kubeflow, JobSet, KEDA. Ask with the `job`, as they share the names. */
export const controller = exporter({
  name: 'controller-runtime',
  version: '0.17 to 0.24',
  source: 'kubernetes-sigs/controller-runtime pkg/internal/controller/metrics, pkg/metrics; kubernetes/component-base metrics/prometheus; scrapes of Kueue 0.19.2 and of the KubeRay operator 1.4.2',
  toggle: 'prometheus',
  labels: [...targetLabels, 'node'],
  metrics: [
    counter('controller_runtime_reconcile_total', 'count', 'Reconciliations by result: success, requeue, requeue_after, error.', { labels: ['controller', 'result'] }),
    counter('controller_runtime_reconcile_errors_total', 'count', 'Reconciliations that failed.', { labels: ['controller'] }),
    histogram('controller_runtime_reconcile_time_seconds', 'seconds', 'How long a reconciliation took.', { labels: ['controller'] }),
    counter('controller_runtime_terminal_reconcile_errors_total', 'count', 'Reconciliations that failed for good, and are not tried again.', { labels: ['controller'] }),
    counter('controller_runtime_reconcile_panics_total', 'count', 'Reconciliations that panicked.', { labels: ['controller'] }),
    counter('controller_runtime_reconcile_timeouts_total', 'count', 'Reconciliations that took longer than they may.', { labels: ['controller'] }),
    gauge('controller_runtime_active_workers', 'count', 'Workers that reconcile right now.', { labels: ['controller'] }),
    gauge('controller_runtime_max_concurrent_reconciles', 'count', 'Workers that may reconcile at once.', { labels: ['controller'] }),
    counter('controller_runtime_webhook_requests_total', 'count', 'Requests to a webhook of the controller by status code.', { labels: ['webhook', 'code'] }),
    gauge('controller_runtime_webhook_requests_in_flight', 'count', 'Requests to a webhook of the controller that are being answered.', { labels: ['webhook'] }),
    counter('controller_runtime_webhook_panics_total', 'count', 'Requests to a webhook of the controller that panicked.'),
    counter('controller_runtime_conversion_webhook_panics_total', 'count', 'Conversions between versions of a kind that panicked.'),
    counter('certwatcher_read_certificate_total', 'count', 'Times that the controller read its certificate.'),
    counter('certwatcher_read_certificate_errors_total', 'count', 'Times that it could not.'),
    ...labelled(['name', 'controller', 'priority'], [
      gauge('workqueue_depth', 'count', 'Objects that wait to be reconciled.'),
    ]),
    ...labelled(['name', 'controller'], [
      counter('workqueue_adds_total', 'count', 'Objects put into the queue.'),
      counter('workqueue_retries_total', 'count', 'Objects put back into the queue.'),
      histogram('workqueue_queue_duration_seconds', 'seconds', 'How long objects wait in the queue.'),
      histogram('workqueue_work_duration_seconds', 'seconds', 'How long the work on an object takes.'),
      gauge('workqueue_unfinished_work_seconds', 'seconds', 'Seconds of work begun and not yet done; it grows when a worker hangs.'),
      gauge('workqueue_longest_running_processor_seconds', 'seconds', 'How long the slowest worker has been at its object.'),
    ]),
    counter('rest_client_requests_total', 'count', 'Requests to the API server by status code.', { labels: ['code', 'host', 'method'] }),
    histogram('rest_client_request_duration_seconds', 'seconds', 'How long requests to the API server take.', { labels: ['verb', 'host'] }),
    counter('rest_client_request_retries_total', 'count', 'Requests to the API server tried again.', { labels: ['code', 'verb', 'host'] }),
    gauge('leader_election_master_status', 'bool', '1 for the replica that leads.', { labels: ['name'] }),
  ],
});
