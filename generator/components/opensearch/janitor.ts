import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, include, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { cronJobNameOf, labelsOf } from '../names.ts';
import { networkPolicy, toDns, toOpenSearch } from '../network-policy.ts';
import { openSearchJanitor } from '../wiring.ts';
import { bootstrapped } from './bootstrap.ts';
import { authority, passwords, pod } from './pod.ts';

const COMPONENT = 'opensearch-janitor';

/** The CronJob that keeps families below their size and disks below their limit; Index State Management decides by single indices, so it cannot. */
export function janitor(templates: Templates): void {
  const template = new Template(templates, 'opensearch-janitor', {
    about: 'Deletes the oldest logs where they take more room than they may.',
    source: 'generator/components/opensearch/janitor.ts',
    named: `${chartInfo.name}.openSearchJanitorJob`,
    when: bootstrapped,
  });
  serviceAccount(template, COMPONENT);
  new k8s.KubeCronJob(template, 'janitor', {
    metadata: { name: cronJobNameOf(COMPONENT), labels: labelsOf(COMPONENT) },
    spec: {
      schedule: '*/10 * * * *',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: 540,
          template: pod({
            component: COMPONENT,
            script: 'janitor.sh',
            user: include(openSearchJanitor),
            passwordKey: 'janitor-password',
            env: [
              { name: 'DISK_LIMIT', value: `${values.logs.diskLimit}` },
              { name: 'TRIES', value: '6' },
            ],
            credentials: [passwords('janitor'), authority],
          }),
        },
      },
    },
  });
  networkPolicy(template, COMPONENT, 'Asks OpenSearch, and is asked by nobody.', { ingress: [], egress: [toDns, toOpenSearch()] });
}
