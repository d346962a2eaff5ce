import { readyNodes } from '../signals/cluster.ts';
import { volumeUsed } from '../signals/filesystem.ts';
import { logBufferLeft, logRetries, logsDelivered, logsLost, logsRead, scrapesRejected, targets } from '../signals/stack.ts';
import { alert, type AlertGroup } from './define.ts';

const inCluster = 'cluster {{ $labels.cluster }}';

const scrapeRejected = alert({
  name: 'ScrapeRejected',
  tier: 'warning',
  for: '10m',
  requires: ['prometheus'],
  expr: () => `${scrapesRejected.name} > 0`,
  summary: 'What {{ $value }} targets of {{ $labels.job }} say is thrown away',
  description: `{{ $value }} targets of job {{ $labels.job }} (${inCluster}) answer, but Prometheus takes none of their samples.`,
  runbook: {
    meaning: 'A target answered its scrape, and the answer was thrown away as a whole: it has more samples than the monitor\'s `sampleLimit`, or it is not in a format that Prometheus reads. PrometheusScrapeSampleLimitHit says that this happens, here stands where.',
    impact: 'All metrics of these targets are missing: panels are empty and alerts on them are silent.',
    diagnosis: 'The error stands in Prometheus under Status → Target health. *The stack itself*, table *What is scraped*, shows the samples of the largest target: above 100,000 it is the limit.',
    mitigation: 'Find the metric that grew (`curl …/metrics | cut -d"{" -f1 | sort | uniq -c | sort -n`): mostly a label with ever new values, such as a request id. Remove it at the source, or drop it in a monitor of your own.',
  },
});

/** Those whose absence is no one's wish; what comes and goes with workloads has alerts of its own. */
const permanent = 'job=~"node-exporter|kube-state-metrics|kubelet|apiserver|fluent-bit|.*opencost"';

const telemetryVanished = alert({
  name: 'TelemetryVanished',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  expr: () => `present_over_time(${targets.name}{${permanent}}[6h]) unless ${targets.name}`,
  summary: 'Job {{ $labels.job }} is not scraped any more',
  description: `Job {{ $labels.job }} (${inCluster}) had targets within the last 6 hours and has none now. TargetDown cannot see this, as there is no target that could be down.`,
  runbook: {
    meaning: 'Prometheus found targets of this job before and finds none now: the pods, their Service or their monitor are gone, or have other labels.',
    impact: 'Everything that this job measures is missing, and all alerts that rest on it are silent.',
    diagnosis: '`kubectl get servicemonitors,podmonitors -A` and the pods of the job. Was something upgraded or switched off? Prometheus\' page Status → Service discovery shows what was found and why it was dropped.',
    mitigation: 'Bring the component back. If it was removed on purpose the alert ends 6 hours after it.',
  },
});

const ruleGroupSlow = alert({
  name: 'RuleGroupSlow',
  tier: 'warning',
  for: '15m',
  requires: ['prometheus'],
  threshold: { default: 0.5, unit: 'ratio', description: 'Part of its interval that a rule group may need.' },
  expr: (threshold) => `max by (cluster, rule_group) (prometheus_rule_group_last_duration_seconds / prometheus_rule_group_interval_seconds) > ${threshold}`,
  summary: 'A rule group needs {{ $value | humanizePercentage }} of its interval',
  description: `Rule group {{ $labels.rule_group }} (${inCluster}) needs {{ $value | humanizePercentage }} of the time between two runs.`,
  runbook: {
    meaning: 'Prometheus evaluates the rules of a group one after the other. When that takes longer than the interval, runs are left out, which PrometheusMissingRuleEvaluations then says.',
    impact: 'None yet. Beyond 100 % recorded series have gaps and alerts come late.',
    diagnosis: '*The stack itself*: did the series or the load of Prometheus jump? Status → Rule health in Prometheus shows the time of each rule.',
    mitigation: 'Give Prometheus more CPU, drop series that nobody needs, or raise `prometheusSpec.evaluationInterval` for all groups.',
  },
});

const historyCutShort = alert({
  name: 'PrometheusHistoryCutShort',
  tier: 'info',
  for: '5m',
  requires: ['prometheus'],
  expr: () => 'max by (cluster, namespace, pod) (increase(prometheus_tsdb_size_retentions_total[3h])) > 0',
  summary: 'Prometheus removes history before its time',
  description: `Prometheus {{ $labels.namespace }}/{{ $labels.pod }} (${inCluster}) reached its size limit {{ $value | printf "%.0f" }} times within 3 hours and removed its oldest blocks.`,
  runbook: {
    meaning: 'The data on disk reached `retentionSize`, so blocks are removed earlier than `retention` says.',
    impact: 'Less history than you asked for: trends and comparisons over weeks end earlier. Nothing recent is lost.',
    diagnosis: '*The stack itself*: *History kept* shows how far back it goes, *Series by job* who brings the series.',
    mitigation: 'Raise the volume and `retentionSize` together, drop series, or write to a long-term store by remote write.',
  },
});

const memory = alert({
  name: 'PrometheusMemoryAlmostFull',
  tier: 'critical',
  for: '10m',
  requires: ['prometheus'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Share of its memory limit that Prometheus may use.' },
  expr: (threshold) => [
    'max by (cluster, namespace, pod) (container_memory_working_set_bytes{container="prometheus"})',
    '/ on (cluster, namespace, pod) max by (cluster, namespace, pod) (kube_pod_container_resource_limits{container="prometheus", resource="memory"})',
    `> ${threshold}`,
  ].join('\n'),
  summary: 'Prometheus {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit',
  description: `Prometheus {{ $labels.namespace }}/{{ $labels.pod }} (${inCluster}) uses {{ $value | humanizePercentage }} of its memory limit. Beyond it the kernel kills it.`,
  runbook: {
    meaning: 'The working set of Prometheus nears the limit of its container.',
    impact: 'When it is killed, nothing is measured and no alert fires until its log is read again, which takes minutes; often it is then killed again.',
    diagnosis: '*The stack itself*: series in memory (about 4 KB each), new series, and whether a heavy query made a peak. *What is scraped* names the job that grew.',
    mitigation: 'Raise `prometheusSpec.resources.limits.memory` at once, then remove the series that nobody needs.',
  },
});

const logsAreLost = alert({
  name: 'LogsLost',
  tier: 'warning',
  for: '5m',
  requires: ['fluentbit'],
  threshold: { default: 0, unit: 'events/second', description: 'Log lines that may be lost each second.' },
  expr: (threshold) => `${logsLost.at('cluster')} > ${threshold}`,
  summary: 'Log lines are lost in {{ $labels.cluster }}',
  description: `Fluent Bit gives up {{ $value | humanize }} log lines each second in ${inCluster}.`,
  runbook: {
    meaning: 'Fluent Bit throws lines away: the buffer on a node is full, or OpenSearch refuses lines for good.',
    impact: 'These lines are in no index. Until the node rotates its log files they can still be read with `kubectl logs`.',
    diagnosis: '*The stack itself*, row *Logs*: is the buffer of some nodes full (then OpenSearch is too slow or away), or not (then lines are refused)? The logs of Fluent Bit have the answer of OpenSearch.',
    mitigation: 'Bring OpenSearch back or give it room; raise `logs.buffer.size` to live through longer outages. Refused lines mostly have fields whose type clashes with the index.',
  },
});

const retrying = alert({
  name: 'LogDeliveryRetrying',
  tier: 'warning',
  for: '30m',
  requires: ['fluentbit'],
  threshold: { default: 0.1, unit: 'events/second', description: 'Deliveries of log lines that may be tried again each second.' },
  expr: (threshold) => `${logRetries.at('cluster')} > ${threshold}`,
  summary: 'Log lines are delivered again and again in {{ $labels.cluster }}',
  description: `Fluent Bit has had to send {{ $value | humanize }} chunks of log lines again each second in ${inCluster}, for more than 30 minutes.`,
  runbook: {
    meaning: 'OpenSearch does not take what Fluent Bit sends at the first try. Lines wait on the nodes meanwhile; none is lost yet.',
    impact: 'Logs come late. When the buffers are full, lines are lost.',
    diagnosis: 'The logs of Fluent Bit say what OpenSearch answers: 401 (password), 429 (overloaded), no connection (pod, NetworkPolicy, certificate). *The stack itself*, row *Parts and volumes*, shows OpenSearch\'s pods and disk.',
    mitigation: 'Overloaded or full: more memory, CPU or disk, or a shorter `logs.retention`. After a changed password restart both.',
  },
});

const bufferFilling = alert({
  name: 'LogBufferFilling',
  tier: 'warning',
  for: '10m',
  requires: ['fluentbit'],
  threshold: { default: 0.3, unit: 'ratio', description: 'Part of the log buffer of a node that must be free.' },
  expr: (threshold) => `${logBufferLeft.name} < ${threshold}`,
  summary: 'The log buffer of node {{ $labels.node }} has {{ $value | humanizePercentage }} left',
  description: `Log lines of node {{ $labels.node }} (${inCluster}) wait in its buffer, of which {{ $value | humanizePercentage }} are left. When it is full the oldest are lost.`,
  runbook: {
    meaning: 'The node writes more lines than OpenSearch takes from it.',
    impact: 'None yet but late logs; soon lines are lost.',
    diagnosis: 'Many nodes: OpenSearch is away or too slow (LogDeliveryRetrying). One node: some pod writes very much; `ls -lS /var/log/containers` on the node names it.',
    mitigation: 'Quiet the pod (log level, progress bars), leave its lines out by `logs`, or help OpenSearch.',
  },
});

const deliveryStopped = alert({
  name: 'LogDeliveryStopped',
  tier: 'critical',
  for: '15m',
  requires: ['fluentbit'],
  expr: () => `${logsRead.at('cluster')} > 0\nunless on (cluster) (${logsDelivered.at('cluster')} > 0)`,
  summary: 'No log lines reach OpenSearch from {{ $labels.cluster }}',
  description: `Fluent Bit reads {{ $value | humanize }} log lines each second in ${inCluster}, and OpenSearch has not taken a single one for 15 minutes.`,
  runbook: {
    meaning: 'Lines are read on the nodes, and none is delivered.',
    impact: 'No new logs can be searched. They wait in the buffers on the nodes until these are full.',
    diagnosis: 'Does OpenSearch run, and is its volume full (*The stack itself*, row *Parts and volumes*)? At 95 % it takes no more writes. The logs of Fluent Bit have the error.',
    mitigation: 'Free disk space (delete the oldest indices) or expand the claim, and lift the block: `PUT _all/_settings {"index.blocks.read_only_allow_delete": null}`.',
  },
});

const nodeWithoutLogs = alert({
  name: 'NodeLogsMissing',
  tier: 'warning',
  for: '15m',
  requires: ['fluentbit'],
  expr: () => `(present_over_time(${logsRead.name}[6h]) unless ${logsRead.name})\nand on (cluster, node) ${readyNodes}`,
  summary: 'The logs of node {{ $labels.node }} are not collected any more',
  description: 'Fluent Bit collected the logs of node {{ $labels.node }} (cluster {{ $labels.cluster }}) within the last 6 hours and is not heard of now, though the node is ready.',
  runbook: {
    meaning: 'Fluent Bit\'s pod on this node is gone or does not answer.',
    impact: 'Logs of the pods on this node cannot be searched; they stay in files on the node until these are rotated.',
    diagnosis: '`kubectl get pods -A -o wide --field-selector spec.nodeName=NODE | grep fluent-bit`. Killed for memory? Not placed, for a new taint? Its target on *The stack itself*?',
    mitigation: 'Give it more memory (`fluent-bit.resources`) or the toleration that it lacks. It goes on where it stopped, as it keeps its positions on the node.',
  },
});

const logStorage = alert({
  name: 'LogStorageAlmostFull',
  tier: 'warning',
  for: '15m',
  requires: ['opensearch'],
  threshold: { default: 0.85, unit: 'ratio', description: 'Share of a volume of OpenSearch that may be used.' },
  expr: (threshold) => `${volumeUsed.name}{persistentvolumeclaim=~".*opensearch.*"} > ${threshold}`,
  summary: 'Log storage {{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full',
  description: `Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} of OpenSearch (${inCluster}) is {{ $value | humanizePercentage }} full.`,
  runbook: {
    meaning: 'OpenSearch puts no new shards on a disk that is 85 % full, moves shards away at 90 %, and at 95 % takes no more writes. KubePersistentVolumeFillingUp speaks at 97 %.',
    impact: 'Soon no new daily index can be made and logs wait on the nodes.',
    diagnosis: '*The stack itself*, table *Volumes of the stack*, shows when it is full. `GET _cat/indices?s=store.size:desc` names the largest indices.',
    mitigation: 'Shorten `logs.retention`, leave out lines that nobody reads, or expand the claim.',
  },
});

const logStorageRed = alert({
  name: 'OpenSearchRed',
  tier: 'critical',
  for: '5m',
  requires: ['opensearch'],
  expr: () => 'max by (cluster) (opensearch_cluster_status) == 2',
  summary: 'OpenSearch has indices that cannot be read or written',
  description: `OpenSearch of ${inCluster} is red (status {{ $value }}): at least one index has lost all copies of a part.`,
  runbook: {
    meaning: 'At least one primary shard is nowhere. Fires only where OpenSearch\'s Prometheus plugin is installed and scraped.',
    impact: 'Searches miss logs, and writes to the index fail: lines wait on the nodes.',
    diagnosis: '`GET _cluster/allocation/explain` says why a shard has no place: disk full, node gone, corrupt data.',
    mitigation: 'Bring the node or its volume back. If the data is lost, delete the index, so that new logs are taken again.',
  },
});

export const stackAlerts: AlertGroup = {
  name: 'observability.stack.alerts',
  alerts: [scrapeRejected, telemetryVanished, ruleGroupSlow, historyCutShort, memory, logsAreLost, retrying, bufferFilling, deliveryStopped, nodeWithoutLogs, logStorage, logStorageRed],
};
