import { readyNodes } from '../signals/cluster.ts';
import { chunksRejected, collectorsMissing, logBufferLeft, logDelay, logRetries, logsDelivered, logsLost, logsRead, redactionErrors, retriesExhausted } from '../signals/log-pipeline.ts';
import { alert, type AlertGroup } from './define.ts';

const inCluster = 'cluster {{ $labels.cluster }}';
const onNode = `node {{ $labels.node }} (${inCluster})`;
const output = 'output {{ $labels.output }}';
const onOutput = 'on (cluster, node, output)';

const bufferFull = alert({
  name: 'LogBufferFull',
  tier: 'critical',
  for: '5m',
  requires: ['fluentbit'],
  threshold: { default: 0, unit: 'events/second', description: 'Log lines of a node that may be lost each second because its buffer is full.' },
  expr: (threshold) => `${logsLost.name} > ${threshold}\nand ${onOutput} ${logBufferLeft.name} < 0.1`,
  summary: 'The log buffer of node {{ $labels.node }} is full: the oldest lines are lost',
  description: `The buffer of ${onNode} for ${output} is full, and Fluent Bit throws away {{ $value | humanize }} of the oldest log lines each second to make room for new ones.`,
  runbook: {
    meaning: 'The output has not taken lines for so long that the buffer on the node reached its size. New lines are kept, the oldest are given up.',
    impact: 'The lost lines are in no index. Until the node rotates its log files they can still be read with `kubectl logs`.',
    diagnosis: '*The stack itself*, row *Logs: from the nodes*. All nodes: the output is away or too slow; OpenSearchUnreachable, OpenSearchReadOnly or LogDeliveryStopped say why. One node: a pod there writes very much; `ls -lS /var/log/containers` names it.',
    mitigation: 'Bring the output back. Raise `logs.buffer.size` to live through longer outages: the node needs that much free disk.',
  },
});

const bufferFilling = alert({
  name: 'LogBufferFilling',
  tier: 'warning',
  for: '10m',
  requires: ['fluentbit'],
  threshold: { default: 0.2, unit: 'ratio', description: 'Part of the log buffer of a node that must be free.' },
  expr: (threshold) => `${logBufferLeft.name} < ${threshold}`,
  summary: 'The log buffer of node {{ $labels.node }} has {{ $value | humanizePercentage }} left',
  description: `Log lines of ${onNode} wait in its buffer for ${output}, of which {{ $value | humanizePercentage }} are left. When it is full the oldest are lost.`,
  runbook: {
    meaning: 'The node writes more lines than the output takes from it, or the output is away.',
    impact: 'None yet but late logs; soon lines are lost.',
    diagnosis: 'Many nodes: the output is away or too slow (LogOutputFailing, LogDeliveryRetrying). One node: some pod writes very much; `ls -lS /var/log/containers` on the node names it.',
    mitigation: 'Help the output, quiet the pod (log level, progress bars), or raise `logs.buffer.size` while the node has free disk.',
  },
});

const rejected = alert({
  name: 'LogChunksRejected',
  tier: 'warning',
  for: '1m',
  requires: ['fluentbit'],
  threshold: { default: 0, unit: 'count', description: 'Chunks of log lines of a node that may be refused within an hour.' },
  expr: (threshold) => `${chunksRejected.name} > ${threshold}`,
  summary: 'Log lines of node {{ $labels.node }} were refused by {{ $labels.output }}',
  description: `Output {{ $labels.output }} has refused {{ $value | printf "%.0f" }} chunks of log lines of ${onNode} for good within the last hour. They are set aside on the node.`,
  runbook: {
    meaning: 'The output answered that it will never take these lines: the request is malformed, an index may not be written, or a field has a type that the index refuses.',
    impact: 'The lines cannot be searched. Nothing waits for them: others go on.',
    diagnosis: 'The log of Fluent Bit on that node has the answer of the output. The chunks lie in `/var/lib/observability/fluent-bit/buffer/rejected` on the node.',
    mitigation: 'Mend the cause (a mapping, a right, an index name), so that no more are refused. What was set aside is not sent again by itself: the files hold the lines as MessagePack, to be read by any tool for it, and may be deleted.',
  },
});

const exhausted = alert({
  name: 'LogRetriesExhausted',
  tier: 'warning',
  for: '1m',
  requires: ['fluentbit'],
  threshold: { default: 0, unit: 'count', description: 'Chunks of log lines of a node that may be given up within an hour after too many tries.' },
  expr: (threshold) => `${retriesExhausted.name} > ${threshold}`,
  summary: 'Log lines of node {{ $labels.node }} were tried in vain and given up',
  description: `Fluent Bit has given up {{ $value | printf "%.0f" }} chunks of log lines of ${onNode} for ${output} within the last hour, as no try succeeded. They are set aside on the node.`,
  runbook: {
    meaning: 'The output did not take these chunks however often they were sent, and its number of retries has an end.',
    impact: 'The lines cannot be searched where this output leads to.',
    diagnosis: 'The log of Fluent Bit on that node says what each try was answered. All chunks: the output is away. Single ones: something in them is refused.',
    mitigation: 'Bring the output back, or mend what it refuses. The chunks lie in `/var/lib/observability/fluent-bit/buffer/rejected` on the node, as MessagePack; they are not sent again by themselves.',
  },
});

const outputFailing = alert({
  name: 'LogOutputFailing',
  tier: 'warning',
  for: '10m',
  requires: ['fluentbit'],
  expr: () => `${logRetries.at('cluster')} > 0\nunless ${logsDelivered.at('cluster')} > 0`,
  summary: 'No log lines reach {{ $labels.output }} from {{ $labels.cluster }}',
  description: `Every delivery of log lines to ${output} fails in ${inCluster}, for more than 10 minutes.`,
  runbook: {
    meaning: 'Fluent Bit sends to this output, and nothing gets there. Other outputs go on: each has a buffer of its own.',
    impact: 'Where this output leads to, logs are missing. They wait in the buffers on the nodes until these are full.',
    diagnosis: 'The log of Fluent Bit has the answer: no connection (address, NetworkPolicy, certificate), 401 or 403 (password, rights), 429 (overloaded), 503 (starting).',
    mitigation: 'Mend that; delivery resumes within seconds. An output that nobody needs any more: remove it from `logs.outputs`.',
  },
});

const retrying = alert({
  name: 'LogDeliveryRetrying',
  tier: 'warning',
  for: '30m',
  requires: ['fluentbit'],
  threshold: { default: 0.1, unit: 'events/second', description: 'Deliveries of log lines that may be tried again each second.' },
  expr: (threshold) => `${logRetries.at('cluster')} > ${threshold}\nand ${logsDelivered.at('cluster')} > 0`,
  summary: 'Log lines are delivered again and again in {{ $labels.cluster }}',
  description: `Fluent Bit has had to send {{ $value | printf "%.1f" }} chunks of log lines to ${output} again each second in ${inCluster}, for more than 30 minutes, while others arrive.`,
  runbook: {
    meaning: 'The output does not take all of what Fluent Bit sends at the first try. Lines wait on the nodes meanwhile; none is lost yet.',
    impact: 'Logs come late. When the buffers are full, lines are lost.',
    diagnosis: 'The log of Fluent Bit says what the output answers, mostly 429: overloaded. *The stack itself*, row *Logs: the store*: memory for writes, refused operations, heap, disk.',
    mitigation: 'More memory, CPU or nodes for OpenSearch; fewer lines (log level, opt-out by annotation); a shorter retention where the disk is full.',
  },
});

const deliveryStopped = alert({
  name: 'LogDeliveryStopped',
  tier: 'critical',
  for: '15m',
  requires: ['fluentbit'],
  expr: () => `${logsRead.at('cluster')} > 0\nunless on (cluster) sum by (cluster) (${logsDelivered.at('cluster')}) > 0`,
  summary: 'No log lines are delivered from {{ $labels.cluster }}',
  description: `Fluent Bit reads {{ $value | humanize }} log lines each second in ${inCluster}, and no output has taken a single one for 15 minutes.`,
  runbook: {
    meaning: 'Lines are read on the nodes, and none is delivered.',
    impact: 'No new logs can be searched. They wait in the buffers on the nodes until these are full.',
    diagnosis: 'Does OpenSearch run, and is its disk full (*The stack itself*, row *Logs: the store*)? At 95 % it takes no more writes. The log of Fluent Bit has the error.',
    mitigation: 'Bring OpenSearch back, see OpenSearchUnreachable and OpenSearchReadOnly. Delivery resumes within seconds, and what waits is sent.',
  },
});

const late = alert({
  name: 'LogsLate',
  tier: 'warning',
  for: '15m',
  requires: ['fluentbit'],
  threshold: { default: 300, unit: 'seconds', description: 'Mean time that log lines may take from their file into the store.' },
  expr: (threshold) => `${logDelay.at('cluster')} > ${threshold}`,
  summary: 'Log lines of {{ $labels.cluster }} arrive {{ $value | humanizeDuration }} late',
  description: `Log lines of ${inCluster} have taken {{ $value | humanizeDuration }} on average to ${output}, for more than 15 minutes.`,
  runbook: {
    meaning: 'What is delivered has waited in the buffers on the nodes for long: the output takes less than the nodes write, or it catches up after an outage.',
    impact: 'The newest lines cannot be searched yet. None is lost while the buffers have room.',
    diagnosis: '*The stack itself*, row *Logs: from the nodes*: are more lines delivered than read? Then it catches up, and the delay falls by itself. Fewer: the output is too slow; the row below shows where it is at its limit.',
    mitigation: 'While it catches up: wait. Otherwise give OpenSearch more CPU, memory or nodes, or write fewer lines.',
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

const collectors = alert({
  name: 'LogCollectorMissing',
  tier: 'warning',
  for: '15m',
  requires: ['fluentbit'],
  threshold: { default: 0, unit: 'count', description: 'Nodes that may be without a ready pod of Fluent Bit.' },
  expr: (threshold) => `${collectorsMissing.name} > ${threshold}`,
  summary: 'Fluent Bit is missing on {{ $value }} nodes',
  description: `{{ $value }} nodes of ${inCluster} should run a pod of {{ $labels.namespace }}/{{ $labels.daemonset }} and have had none that is ready for 15 minutes.`,
  runbook: {
    meaning: 'The DaemonSet wants a pod on these nodes, and it is not placed, does not start, or is not ready.',
    impact: 'Logs of the pods on these nodes cannot be searched; they stay in files on the node until these are rotated.',
    diagnosis: '`kubectl get pods -A -o wide | grep fluent-bit` names the pods that are not ready, `kubectl describe` says why: image, memory, a configuration that it refuses, Pod Security.',
    mitigation: 'Mend what the events say. After a change of `logs` that it refuses: its log names the line, and `helm rollback` brings the old configuration back.',
  },
});

const redactionFailing = alert({
  name: 'LogRedactionFailing',
  tier: 'warning',
  for: '1m',
  requires: ['fluentbit'],
  threshold: { default: 0, unit: 'count', description: 'Lines of a node on which the redaction may fail within an hour.' },
  expr: (threshold) => `${redactionErrors.name} > ${threshold}`,
  summary: 'The redaction fails on log lines of node {{ $labels.node }}',
  description: `The script that takes secrets out of log lines has failed on {{ $value | printf "%.0f" }} lines of ${onNode} within the last hour. What they said is left out.`,
  runbook: {
    meaning: 'The script stopped on a line. Since the line may hold a secret, it is not passed on; a line that says so stands in its place, with `unparsed: failure`.',
    impact: 'The content of these lines is missing in the store. No secret gets out. They stay in the files of the node until these are rotated.',
    diagnosis: 'Search the store for `unparsed: failure`: the message has the error of the script, `pod` or `log_offset` where the line is. Did a pattern in `logs.redaction` change?',
    mitigation: 'Take the pattern back that it names. Otherwise it is a mistake in the chart: tell us, with the error and a line of that kind.',
  },
});

export const logPipelineAlerts: AlertGroup = {
  name: 'observability.log-pipeline.alerts',
  dashboard: 'stack',
  alerts: [bufferFull, bufferFilling, rejected, exhausted, outputFailing, retrying, deliveryStopped, late, nodeWithoutLogs, collectors, redactionFailing],
};
