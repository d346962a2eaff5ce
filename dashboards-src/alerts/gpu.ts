import { acceleratorsAllocatable, gpus, readyNodes } from '../signals/cluster.ts';
import { hardwareXids, perGpu } from '../signals/dcgm.ts';
import { reporting, utilization } from '../signals/gpu.ts';
import { alert, type AlertGroup } from './define.ts';

const where = 'GPU {{ $labels.gpu }} of node {{ $labels.node }}';
const holder = '{{ if $labels.pod }} Held by pod {{ $labels.namespace }}/{{ $labels.pod }}.{{ else }} No pod holds it.{{ end }}';
const cordon = 'Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and';

const metricsMissing = alert({
  name: 'AcceleratorMetricsMissing',
  tier: 'warning',
  for: '15m',
  requires: ['dcgm'],
  expr: () => `sum by (cluster, node) (${acceleratorsAllocatable.name}{resource=~"${gpus}"}) > 0\nand on (cluster, node) ${readyNodes}\nunless on (cluster, node) ${reporting.at('node')}`,
  summary: 'Node {{ $labels.node }} offers GPUs, but none of them is measured',
  description: 'Node {{ $labels.node }} of cluster {{ $labels.cluster }} offers {{ $value }} GPUs or MIG slices, and no DCGM exporter reports on any of them. Dashboards leave this node out.',
  runbook: {
    meaning: 'Kubernetes says that the node offers NVIDIA GPUs, but Prometheus has no series of a DCGM exporter for it.',
    impact: 'Faults, idle GPUs and their cost on this node stay unseen. Jobs are not touched.',
    diagnosis: 'Is there an exporter pod on the node (`kubectl get pods -A -o wide --field-selector spec.nodeName=NODE | grep dcgm`)? If none: does the node have a label that `dcgm.nodeSelectorTerms` matches, and does the pod tolerate its taints? If there is: does it run, and is its target up on the dashboard *The stack itself*?',
    mitigation: 'Add the node\'s label to `dcgm.nodeSelectorTerms`, or set `dcgm.mode: existing` where the GPU Operator brings the exporter. If the pod fails, its logs name the driver or the profiling right that is missing.',
  },
});

const xidError = alert({
  name: 'GPUXidError',
  tier: 'critical',
  for: '0s',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'Hardware Xid errors within the exporter\'s window (5 minutes) that are still accepted.' },
  expr: (threshold) => `(${perGpu((gpu) => `DCGM_EXP_XID_ERRORS_COUNT{xid=~"${hardwareXids.join('|')}", ${gpu}} > 0`, 'xid')}) > ${threshold}`,
  summary: `${where} reported Xid {{ $labels.xid }}`,
  description: `${where} ({{ $labels.modelName }}, cluster {{ $labels.cluster }}) reported Xid {{ $labels.xid }}, a fault of hardware, link or driver. Events within the last minutes: {{ $value }}.${holder}`,
  runbook: {
    meaning: 'The NVIDIA driver reported a fault that a program cannot cause: 48, 63, 64, 92, 94, 95 and 140 are memory errors, 74 is NVLink, 79 means that the GPU fell off the bus, 119 and 120 are its firmware.',
    impact: 'The process on the GPU has failed or soon will; in a distributed job all other GPUs then wait. The alert ends some minutes after the last error, the fault may stay.',
    diagnosis: 'Kernel log of the node (`NVRM: Xid`), `nvidia-smi -q -d ECC,ROW_REMAPPER`, and the row of this node on the dashboard *GPU fleet*. One code once, and no other GPU: watch it. The same code again, or 79: the GPU is broken.',
    mitigation: `${cordon} reset the GPU or reboot the node. If the error comes back, return the node to the provider.`,
  },
});

const doubleBitError = alert({
  name: 'GPUDoubleBitEccError',
  tier: 'critical',
  for: '0s',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'Double-bit errors within an hour that are still accepted.' },
  expr: (threshold) => `(${perGpu((gpu) => `increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{${gpu}}[1h]) > 0`)}) > ${threshold}`,
  summary: `${where} lost data to double-bit memory errors`,
  description: `${where} ({{ $labels.modelName }}, cluster {{ $labels.cluster }}) lost data. Double-bit memory errors within an hour: {{ $value | printf "%.0f" }}.${holder}`,
  runbook: {
    meaning: 'Two bits of one word of GPU memory flipped: the hardware saw it and could not correct it.',
    impact: 'The process that used the memory was killed. What it computed before is right.',
    diagnosis: '`nvidia-smi -q -d ECC,ROW_REMAPPER,PAGE_RETIREMENT` on the node: does the row wait to be remapped (`Pending: Yes`)?',
    mitigation: `${cordon} reset the GPU, so that the row is replaced by a spare one. Errors again within days: return the node.`,
  },
});

const rowRemapFailure = alert({
  name: 'GPURowRemapFailure',
  tier: 'critical',
  for: '5m',
  requires: ['dcgm'],
  expr: () => perGpu((gpu) => `DCGM_FI_DEV_ROW_REMAP_FAILURE{${gpu}} > 0`),
  summary: `${where} has run out of spare memory rows`,
  description: `${where} ({{ $labels.modelName }}, cluster {{ $labels.cluster }}) could not replace a broken memory row.${holder}`,
  runbook: {
    meaning: 'A broken row of GPU memory could not be replaced: no spare row is left in its bank.',
    impact: 'Memory errors will come again and kill processes.',
    diagnosis: '`nvidia-smi -q -d ROW_REMAPPER` shows `Remapping Failure Occurred: Yes`.',
    mitigation: `${cordon} return it: NVIDIA replaces such a GPU.`,
  },
});

const allocatedIdle = alert({
  name: 'GPUAllocatedIdle',
  tier: 'warning',
  for: '1h',
  requires: ['dcgm'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of time below which the GPUs of a pod count as idle.' },
  expr: (threshold) => `avg_over_time(${utilization.at('pod')}{pod!=""}[30m]) < ${threshold}`,
  summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} holds GPUs and does not use them',
  description: 'The GPUs of pod {{ $labels.namespace }}/{{ $labels.pod }} on node {{ $labels.node }} (cluster {{ $labels.cluster }}) were busy for {{ $value | humanizePercentage }} of the last 30 minutes, and have been idle for more than an hour.',
  runbook: {
    meaning: 'A pod holds GPUs on which almost nothing has run for more than an hour.',
    impact: 'Nobody else can use them, and they cost as much as busy ones. Pending jobs may be waiting for them.',
    diagnosis: 'Who owns the pod? Does it wait (for data, for other pods of its job, for a person at a notebook), or did its process hang or end? Its logs, and *GPU fleet* with its namespace chosen.',
    mitigation: 'Delete or scale down what is forgotten. For notebooks, set a time after which they end; for serving, fewer replicas or a share of a GPU (MIG, time-slicing).',
  },
});

export const gpuAlerts: AlertGroup = { name: 'observability.gpu.alerts', alerts: [metricsMissing, xidError, doubleBitError, rowRemapFailure, allocatedIdle] };
