import { counter, exporter, labelled, targetLabels } from './define.ts';

export const trainer = exporter({
  name: 'Kubeflow training operator',
  version: '1.9',
  source: 'kubeflow/trainer pkg/common/metrics.go',
  toggle: 'trainer',
  labels: [...targetLabels, 'node'],
  metrics: [
    ...labelled(['job_namespace', 'framework'], [
      counter('training_operator_jobs_created_total', 'count', 'Jobs made, by framework.'),
      counter('training_operator_jobs_deleted_total', 'count', 'Jobs deleted, by framework.'),
      counter('training_operator_jobs_successful_total', 'count', 'Jobs that succeeded, by framework.'),
      counter('training_operator_jobs_failed_total', 'count', 'Jobs that failed, by framework.'),
      counter('training_operator_jobs_restarted_total', 'count', 'Jobs that were started again, by framework.'),
    ]),
  ],
});
