import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, include, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { networkPolicy, toDns, toOpenSearch } from '../network-policy.ts';
import { openSearchJanitor } from '../wiring.ts';
import { bootstrapped } from './bootstrap.ts';
import { authority, everyTenMinutes, passwords } from './pod.ts';

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
  new k8s.KubeCronJob(template, 'janitor', everyTenMinutes({
    component: COMPONENT,
    script: 'janitor.sh',
    user: include(openSearchJanitor),
    passwordKey: 'janitor-password',
    env: [
      { name: 'DISK_LIMIT', value: `${values.logs.diskLimit}` },
      { name: 'TRIES', value: '6' },
    ],
    credentials: [passwords('janitor'), authority],
  }));
  networkPolicy(template, COMPONENT, 'Asks OpenSearch, and is asked by nobody.', { ingress: [], egress: [toDns, toOpenSearch()] });
}
