import { scrapesRejected, targets } from '../signals/stack.ts';
import { alert, type AlertGroup } from './define.ts';
import { remoteWriteAlerts } from './remote-write.ts';

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
const permanent = 'job=~"node-exporter|kube-state-metrics|kubelet|apiserver|fluent-bit|opensearch-exporter|.*opencost"';

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

export const stackAlerts: AlertGroup = {
  name: 'observability.stack.alerts',
  alerts: [scrapeRejected, telemetryVanished, ruleGroupSlow, historyCutShort, memory, ...remoteWriteAlerts],
};
