import { counter, exporter, labelled, targetLabels } from './define.ts';

/** `jobset_name` is the name in versions that have the label `namespace`, and "namespace/name" in those before and after them. */
export const jobset = exporter({
  name: 'JobSet',
  version: '0.6 to 0.10',
  source: 'kubernetes-sigs/jobset pkg/metrics/metrics.go',
  toggle: 'jobset',
  labels: [...targetLabels, 'node'],
  metrics: [
    ...labelled(['jobset_name', 'namespace'], [
      counter('jobset_failed_total', 'count', 'JobSets that failed.'),
      counter('jobset_completed_total', 'count', 'JobSets that completed.'),
    ]),
  ],
});
