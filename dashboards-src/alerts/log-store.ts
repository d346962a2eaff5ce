import { certificateLeft, policyFailed, snapshotAge, storeAnswers, storeDisk, storeHeap, storeNodes, storeReadOnly, storeRejected, storeShards, storeStatus, storeUnassigned } from '../signals/log-store.ts';
import { alert, type AlertGroup } from './define.ts';

const ofCluster = 'OpenSearch of cluster {{ $labels.cluster }}';
const node = 'OpenSearch node {{ $labels.name }} (cluster {{ $labels.cluster }})';

const unreachable = alert({
  name: 'OpenSearchUnreachable',
  tier: 'critical',
  for: '5m',
  requires: ['opensearchExporter'],
  expr: () => `${storeAnswers.name} == 0`,
  summary: 'OpenSearch of {{ $labels.cluster }} does not answer',
  description: `${ofCluster} gives its exporter no proper answer: no connection, a certificate that does not hold, or a password that is refused.`,
  runbook: {
    meaning: 'The exporter asked for the health of OpenSearch as the user `monitor` and got no answer with status 200.',
    impact: 'If nobody else gets an answer either: no logs are written, which wait on the nodes, and none can be searched.',
    diagnosis: 'Do its pods run (`kubectl get pods -l app.kubernetes.io/name=opensearch`)? The log of the container `checks` of the exporter has the reason, and `probe_http_status_code` in short: 0 no connection or certificate, 401 password, 503 still starting.',
    mitigation: 'Pods that do not start: memory, volume, a certificate in the wrong form. 401: run the bootstrap Job again (`helm upgrade`), which sets the passwords of the Secret, then restart the exporter.',
  },
});

const red = alert({
  name: 'OpenSearchRed',
  tier: 'critical',
  for: '5m',
  requires: ['opensearch'],
  expr: () => `${storeStatus.name} == 2`,
  summary: 'OpenSearch has indices that cannot be read or written',
  description: `${ofCluster} is red (status {{ $value }}): at least one index has lost all copies of a part.`,
  runbook: {
    meaning: 'At least one primary shard is nowhere.',
    impact: 'Searches miss logs, and writes to the index fail: lines wait on the nodes.',
    diagnosis: '`GET _cluster/allocation/explain` says why a shard has no place: disk full, node gone, corrupt data.',
    mitigation: 'Bring the node or its volume back. If the data is lost, restore the index from a snapshot, or delete it and roll its alias over, so that new logs are taken again.',
  },
});

const yellow = alert({
  name: 'OpenSearchYellow',
  tier: 'warning',
  for: '1h',
  requires: ['opensearch'],
  expr: () => `${storeUnassigned.name} > 0\nand on (cluster) ${storeStatus.name} == 1`,
  summary: 'OpenSearch lacks {{ $value }} copies of its data',
  description: `${ofCluster} is yellow, with {{ $value }} copies of shards on no node for more than an hour: the next failure of a node loses data.`,
  runbook: {
    meaning: 'All data is there once, but not as often as it should be. For a few minutes that is normal, while a node restarts or an index is made.',
    impact: 'None yet. If the node with the only copy fails, its logs are gone.',
    diagnosis: '`GET _cluster/allocation/explain` says why a copy has no place: too few nodes, disks over 85 %, or allocation switched off (`GET _cluster/settings`).',
    mitigation: 'Bring the missing node back, or free disk. One node can hold no copies: its indices need `auto_expand_replicas` or 0 replicas, as the templates of this chart set.',
  },
});

const nodeLost = alert({
  name: 'OpenSearchNodeLost',
  tier: 'warning',
  for: '10m',
  requires: ['opensearch'],
  expr: () => `${storeNodes.name} < max_over_time(${storeNodes.name}[6h])`,
  summary: 'OpenSearch of {{ $labels.cluster }} has lost a node: {{ $value }} are left',
  description: `${ofCluster} has {{ $value }} nodes, fewer than within the last 6 hours.`,
  runbook: {
    meaning: 'A node has left the OpenSearch cluster and has not come back for 10 minutes.',
    impact: 'The copies that it held are made again elsewhere, which costs disk and time; of three nodes one may be missing, with two gone nothing is written.',
    diagnosis: '`kubectl get pods -l app.kubernetes.io/name=opensearch` and the events of the pod that is missing: evicted, out of memory, its volume bound to a node that is gone?',
    mitigation: 'Bring the pod back. If the cluster was made smaller on purpose the alert ends 6 hours after it.',
  },
});

const heapHigh = alert({
  name: 'OpenSearchHeapHigh',
  tier: 'warning',
  for: '15m',
  requires: ['opensearch'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Part of its heap that an OpenSearch node may use for long.' },
  expr: (threshold) => `${storeHeap.name} > ${threshold}`,
  summary: 'OpenSearch node {{ $labels.name }} uses {{ $value | humanizePercentage }} of its heap',
  description: `${node} has used more of its heap than it should for 15 minutes without a break, now {{ $value | humanizePercentage }}: freeing memory brings nothing any more.`,
  runbook: {
    meaning: 'A healthy heap goes up and down between about 30 and 75 %. This one stays up.',
    impact: 'The node stands still for garbage collection, then refuses requests (circuit breaker), then is killed.',
    diagnosis: '*The stack itself*, row *Logs: the store*: time spent on garbage collection, memory for writes, number of shards (each costs heap). Did somebody search over months?',
    mitigation: 'Raise `opensearch.opensearchJavaOpts` (`-Xms` and `-Xmx` alike) and with it `opensearch.resources`: the heap should be half of the memory. Fewer shards: larger `logs.rollover.size`, shorter retention.',
  },
});

const writesRejected = alert({
  name: 'OpenSearchWritesRejected',
  tier: 'warning',
  for: '15m',
  requires: ['opensearchExporter'],
  threshold: { default: 0, unit: 'events/second', description: 'Writes that an OpenSearch node may refuse each second.' },
  expr: (threshold) => `${storeRejected.name}{type="write"} > ${threshold}`,
  summary: 'OpenSearch node {{ $labels.name }} refuses writes',
  description: `${node} has refused {{ $value | humanize }} writes each second for more than 15 minutes, as its queue is full.`,
  runbook: {
    meaning: 'More is written than the node can index. Fluent Bit sends again what was refused.',
    impact: 'Logs come late; when the buffers on the nodes are full, lines are lost.',
    diagnosis: '*The stack itself*, row *Logs: the store*: lines written, heap, time of garbage collection. Is the CPU of the pod at its limit, or its disk slow?',
    mitigation: 'More CPU or nodes for OpenSearch, a faster disk, or fewer lines (log level, opt-out by annotation).',
  },
});

const diskFilling = alert({
  name: 'OpenSearchDiskFilling',
  tier: 'warning',
  for: '15m',
  requires: ['opensearch'],
  threshold: { default: 0.75, unit: 'ratio', description: 'Share of the disk of an OpenSearch node that may be used.' },
  expr: (threshold) => `${storeDisk.name} > ${threshold}`,
  summary: 'The disk of OpenSearch node {{ $labels.name }} is {{ $value | humanizePercentage }} full',
  description: `The disk of ${node} is {{ $value | humanizePercentage }} full. At \`logs.diskLimit\`, 85 % unless changed, the oldest logs are removed before their time.`,
  runbook: {
    meaning: 'The logs need more space than the retention was planned for.',
    impact: 'None yet. At 85 % the janitor removes the oldest indices of the largest families, and OpenSearch makes no new shards on this disk; at 95 % it takes no more writes.',
    diagnosis: '*The stack itself*, row *Logs: the store*: which family grew? `GET _cat/indices?s=store.size:desc` names the largest indices, the dashboards *Logs* who writes most.',
    mitigation: 'Shorten `logs.retention` or that of the family, set its `maxSize`, quiet who writes most, or expand the claim.',
  },
});

const diskAlmostFull = alert({
  name: 'OpenSearchDiskAlmostFull',
  tier: 'critical',
  for: '15m',
  requires: ['opensearch'],
  threshold: { default: 0.85, unit: 'ratio', description: 'Share of the disk of an OpenSearch node that may be used at most.' },
  expr: (threshold) => `${storeDisk.name} > ${threshold}`,
  summary: 'The disk of OpenSearch node {{ $labels.name }} is {{ $value | humanizePercentage }} full, and nothing frees it',
  description: `The disk of ${node} is {{ $value | humanizePercentage }} full for 15 minutes: removing the oldest logs did not help, or did not happen. At 95 % nothing more is written.`,
  runbook: {
    meaning: 'OpenSearch puts no new shards on a disk that is 85 % full, moves shards away at 90 %, and at 95 % takes no more writes. The janitor, which removes the oldest indices at `logs.diskLimit`, should have been faster.',
    impact: 'Soon no new index can be made and logs wait on the nodes.',
    diagnosis: 'Did the janitor run, and what did it say (`kubectl logs -l app.kubernetes.io/name=opensearch-janitor`)? `GET _cat/indices?s=store.size:desc` names the largest indices; something other than logs may fill the disk: old snapshots, indices of others.',
    mitigation: 'Delete the oldest indices by hand (never the one that an alias writes to), expand the claim, then shorten the retention. With a higher `logs.diskLimit` raise `alerts.overrides.OpenSearchDiskAlmostFull.threshold` too.',
  },
});

const readOnly = alert({
  name: 'OpenSearchReadOnly',
  tier: 'critical',
  for: '5m',
  requires: ['opensearchExporter'],
  expr: () => `${storeReadOnly.name} > 0`,
  summary: 'OpenSearch takes no more writes into {{ $value }} indices',
  description: `${ofCluster} has locked {{ $value }} indices, as a disk was 95 % full.`,
  runbook: {
    meaning: 'At the flood watermark OpenSearch sets `index.blocks.read_only_allow_delete` on every index with a shard on that disk.',
    impact: 'No new logs are written into these indices. They wait in the buffers on the nodes until these are full.',
    diagnosis: '*The stack itself*: disks of the log store. OpenSearchDiskFilling and OpenSearchDiskAlmostFull came before; why did nobody see them?',
    mitigation: 'Delete the oldest indices or expand the claim. Below 90 % OpenSearch unlocks them itself; at once: `PUT _all/_settings {"index.blocks.read_only_allow_delete": null}`.',
  },
});

const shardLimit = alert({
  name: 'OpenSearchShardLimit',
  tier: 'warning',
  for: '15m',
  requires: ['opensearchExporter'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Share of the shards that OpenSearch may have.' },
  expr: (threshold) => `${storeShards.name} > ${threshold}`,
  summary: 'OpenSearch has {{ $value | humanizePercentage }} of the shards that it may have',
  description: `${ofCluster} has {{ $value | humanizePercentage }} of the shards that it may have. At 100 % no index can be made, and each rollover fails.`,
  runbook: {
    meaning: '`cluster.max_shards_per_node`, 1000 unless changed, times the nodes is the most that OpenSearch allows.',
    impact: 'None yet. Then rollovers fail, indices grow without end, and a new family cannot be made.',
    diagnosis: '`GET _cat/indices?s=pri.store.size`: many small indices? They are rolled over too early, or kept too long.',
    mitigation: 'Raise `logs.rollover.size` and `logs.rollover.age`, shorten the retention, remove indices that nobody reads. A higher limit needs more heap.',
  },
});

const indexPolicyFailed = alert({
  name: 'OpenSearchPolicyFailed',
  tier: 'warning',
  for: '15m',
  requires: ['opensearchExporter'],
  expr: () => `${policyFailed.name} == 1`,
  summary: 'OpenSearch has given up on the policy of an index',
  description: `Index State Management of ${ofCluster} has failed on at least one index: it is neither rolled over nor removed any more.`,
  runbook: {
    meaning: 'A step of the policy that rolls indices over and removes them has failed, also when it was tried again.',
    impact: 'The index grows without end or is kept for ever; in the end the disk is full.',
    diagnosis: '`GET _plugins/_ism/explain/*`: look for `"failed": true`; `info` beside it says why. Often the alias has no or two write indices, or the limit of shards is reached.',
    mitigation: 'Mend the cause, then `POST _plugins/_ism/retry/INDEX`. The bootstrap Job (`helm upgrade`) puts policies and aliases right.',
  },
});

const certificateText = {
  summary: 'The certificate of OpenSearch ends in {{ $value | humanizeDuration }}',
  description: `A certificate that ${ofCluster} shows ends in {{ $value | humanizeDuration }}. From then on no log is written or read.`,
  impact: 'None until then. Afterwards Fluent Bit, Grafana and OpenSearch\'s own nodes refuse each other.',
  diagnosis: '`kubectl get secret observability-opensearch-tls --output jsonpath=\'{.data.tls\\.crt}\' | base64 --decode | openssl x509 -noout -dates` shows the one in the Secret. Later than what the alert says: OpenSearch has not read it yet.',
};
const certificate = (name: string, tier: 'warning' | 'critical', seconds: number, meaning: string, mitigation: string) => alert({
  name,
  tier,
  for: '30m',
  requires: ['opensearchExporter'],
  threshold: { default: seconds, unit: 'seconds', description: 'Time that the certificate of OpenSearch must hold on.' },
  expr: (threshold) => `${certificateLeft.name} < ${threshold}`,
  summary: certificateText.summary,
  description: certificateText.description,
  runbook: { meaning, impact: certificateText.impact, diagnosis: certificateText.diagnosis, mitigation },
});

const certificateExpiring = certificate('OpenSearchCertificateExpiring', 'warning', 21 * 24 * 3600,
  'Of the certificates that OpenSearch shows the first ends within three weeks. cert-manager renews a month before the end, so it is not in use, or in trouble.',
  'Made by this chart: delete the Secret, run `helm upgrade`, restart OpenSearch, Fluent Bit, Grafana and the exporter. By cert-manager: `kubectl describe certificate`. Your own: put a new one into the Secret.');
const certificateEnding = certificate('OpenSearchCertificateEnding', 'critical', 7 * 24 * 3600,
  'Of the certificates that OpenSearch shows the first ends within a week, and OpenSearchCertificateExpiring has said so for weeks.',
  'Renew it now, as OpenSearchCertificateExpiring says, at a time when logs may be late for some minutes: they wait on the nodes.');

const snapshotFailed = alert({
  name: 'OpenSearchSnapshotFailed',
  tier: 'warning',
  for: '15m',
  requires: ['opensearchExporter'],
  expr: () => 'max by (cluster, repository, state) (elasticsearch_snapshot_stats_snapshot_failed_shards{state=~"FAILED|PARTIAL"})',
  summary: 'The newest snapshot of the logs is {{ $labels.state }}',
  description: `The newest snapshot in repository {{ $labels.repository }} of ${ofCluster} is {{ $labels.state }}: {{ $value }} shards are not in it.`,
  runbook: {
    meaning: 'OpenSearch could not copy all of its data into the repository.',
    impact: 'Logs that are lost with the store come back from an older snapshot only, or not at all.',
    diagnosis: '`GET _snapshot/REPOSITORY/_all` has the reason with each snapshot: no access to the bucket, no space on the volume, a red index.',
    mitigation: 'Mend that; the next snapshot is made by its schedule (`logs.snapshots.schedule`), or at once with `PUT _snapshot/REPOSITORY/NAME`.',
  },
});

const snapshotOld = alert({
  name: 'OpenSearchSnapshotOld',
  tier: 'warning',
  for: '15m',
  requires: ['opensearchExporter'],
  threshold: { default: 48 * 3600, unit: 'seconds', description: 'Age that the newest snapshot of the logs may have.' },
  expr: (threshold) => `${snapshotAge.name} > ${threshold}`,
  summary: 'The newest snapshot of the logs is {{ $value | humanizeDuration }} old',
  description: `The newest snapshot in repository {{ $labels.repository }} of ${ofCluster} that succeeded was begun {{ $value | humanizeDuration }} ago.`,
  runbook: {
    meaning: 'Snapshots were made and are not made any more.',
    impact: 'What was written since then is gone if the store is lost.',
    diagnosis: '`GET _plugins/_sm/policies/POLICY/_explain` says when it ran last and what went wrong, `POST _snapshot/REPOSITORY/_verify` whether all nodes reach the repository.',
    mitigation: 'Mend that. Where snapshots are made less often on purpose, raise `alerts.overrides.OpenSearchSnapshotOld.threshold`.',
  },
});

const metricsMissing = alert({
  name: 'OpenSearchMetricsMissing',
  tier: 'warning',
  for: '15m',
  requires: ['opensearch'],
  expr: () => `(present_over_time(${storeStatus.name}[6h]) unless ${storeStatus.name})\nunless on (cluster) ${storeAnswers.name} == 0`,
  summary: 'OpenSearch of {{ $labels.cluster }} is not measured any more',
  description: `${ofCluster} was measured within the last 6 hours and is not any more: its exporter is silent, though nothing says that OpenSearch does not answer.`,
  runbook: {
    meaning: 'There were metrics of OpenSearch, and there are none now.',
    impact: 'A full disk, lost shards and failed policies stay unseen: all alerts on them are silent.',
    diagnosis: 'Is the target of the job `opensearch-exporter` up on *The stack itself*? The log of its container `exporter` says what OpenSearch answers it.',
    mitigation: 'Bring it back. If it was switched off on purpose the alert ends 6 hours after it.',
  },
});

const bootstrapJob = 'job_name=~".*-opensearch-bootstrap-.*"';

const bootstrapFailed = alert({
  name: 'OpenSearchBootstrapFailed',
  tier: 'warning',
  for: '15m',
  requires: ['opensearch'],
  expr: () => `max by (cluster, namespace, job_name) (kube_job_status_failed{${bootstrapJob}}) > 0\nunless on (cluster, namespace, job_name) kube_job_complete{${bootstrapJob}, condition="true"} == 1`,
  summary: 'OpenSearch could not be set up as the values say',
  description: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} (cluster {{ $labels.cluster }}) has failed {{ $value }} times and has not succeeded for 15 minutes: users, templates, aliases or retention are not as the values say.',
  runbook: {
    meaning: 'After each install and upgrade a Job brings users, roles, index templates, aliases and policies into step with the values. It did not get to its end.',
    impact: 'After an install: Fluent Bit may not write, and logs wait on the nodes. After an upgrade: the change has no effect.',
    diagnosis: '`kubectl logs --namespace NAMESPACE job/JOB`: its last lines name the object that OpenSearch refused, the value behind it, and what to write instead.',
    mitigation: 'Change that value and run `helm upgrade`, which starts a new Job. It is safe to run at any time.',
  },
});

const janitorFailing = alert({
  name: 'OpenSearchJanitorFailing',
  tier: 'warning',
  for: '15m',
  requires: ['opensearch'],
  threshold: { default: 3600, unit: 'seconds', description: 'Time within which the janitor of the logs has to succeed once.' },
  expr: (threshold) => `time() - max by (cluster, namespace, cronjob) (kube_cronjob_status_last_successful_time{cronjob=~".*-opensearch-janitor"}) > ${threshold}`,
  summary: 'The size of the logs has not been looked after for {{ $value | humanizeDuration }}',
  description: 'CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} (cluster {{ $labels.cluster }}) succeeded {{ $value | humanizeDuration }} ago for the last time.',
  runbook: {
    meaning: 'The janitor keeps the families of logs within their `maxSize`, and removes the oldest indices when a disk is fuller than `logs.diskLimit`. It does not run, or fails.',
    impact: 'None while there is space. Then nothing keeps the disk from filling up until OpenSearch takes no more writes.',
    diagnosis: '`kubectl get jobs,pods --namespace NAMESPACE -l app.kubernetes.io/name=opensearch-janitor`, and the log of the newest pod.',
    mitigation: 'Mend what it says: often OpenSearch does not answer, or the password in the Secret is not the one that OpenSearch has (`helm upgrade` sets it).',
  },
});

export const logStoreAlerts: AlertGroup = {
  name: 'observability.log-store.alerts',
  dashboard: 'stack',
  alerts: [
    unreachable, red, yellow, nodeLost, heapHigh, writesRejected, diskFilling, diskAlmostFull, readOnly, shardLimit, indexPolicyFailed,
    certificateExpiring, certificateEnding, snapshotFailed, snapshotOld, metricsMissing, bootstrapFailed, janitorFailing,
  ],
};
