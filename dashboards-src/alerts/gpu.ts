import { acceleratorsAllocatable, gpus, readyNodes } from '../signals/cluster.ts';
import { everyName, field, perDevice, perGpu } from '../signals/dcgm.ts';
import { lost, nvlinkCounters, seriousNvlinkErrors, unhealthy } from '../signals/gpu-health.ts';
import { reporting, smActive } from '../signals/gpu.ts';
import { codesOf, xidClasses, xidEvents, type XidClassName } from '../signals/xid.ts';
import { alert, type Alert, type AlertGroup, type Runbook } from './define.ts';

const where = 'GPU {{ $labels.gpu }} of node {{ $labels.node }}';
const what = `${where} ({{ $labels.modelName }}, cluster {{ $labels.cluster }})`;
const device = `${where} (cluster {{ $labels.cluster }})`;
const holder = '{{ if $labels.pod }} Held by pod {{ $labels.namespace }}/{{ $labels.pod }}.{{ else }} No pod holds it.{{ end }}';
const cordon = 'Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and';
const board = 'the row of this node on the dashboard *GPU health*';

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

const profilingVanished = alert({
  name: 'GPUProfilingVanished',
  tier: 'info',
  for: '30m',
  requires: ['dcgm'],
  expr: () => `count_over_time(${smActive.at('node')}[1d:10m]) > 0\nand on (cluster, node) ${reporting.at('node')}\nunless on (cluster, node) ${smActive.at('node')}`,
  summary: 'Useful work is no longer measured on node {{ $labels.node }}',
  description: 'The GPUs of node {{ $labels.node }} (cluster {{ $labels.cluster }}) report, but no longer how busy their SMs and tensor cores are, as they did within the last day.',
  runbook: {
    meaning: 'The profiling counters of a GPU can be read by one program at a time. The exporter had them and has lost them.',
    impact: 'Useful work, unused cost and stragglers are not seen on this node. Jobs are not touched.',
    diagnosis: 'Does somebody run a profiler on the node (Nsight, `dcgmi dmon`, a second exporter)? The logs of the exporter pod say `profiling module`.',
    mitigation: 'It comes back when the profiler ends. If not, restart the exporter pod; let only one exporter run on a node (`dcgm.mode`).',
  },
});

interface XidAlert extends Pick<Alert, 'name'> {
  readonly class: XidClassName;
  readonly fault: string;
  readonly runbook: Runbook;
}

const kernelLog = 'Kernel log of the node (`NVRM: Xid`)';

const xidAlert = ({ name, class: xidClass, fault, runbook }: XidAlert): Alert => alert({
  name,
  tier: xidClasses[xidClass].tier,
  for: '0s',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'Such errors within the exporter\'s window (5 minutes) that are still accepted.' },
  expr: (threshold) => `(${perGpu(xidEvents(codesOf(xidClass)), 'xid')}) > ${threshold}`,
  summary: `${where} reported Xid {{ $labels.xid }}: ${fault}`,
  description: `${what} reported Xid {{ $labels.xid }}: ${fault}. Events within the last minutes: {{ $value }}.${holder}`,
  runbook,
});

const passes = 'The alert ends some minutes after the last error; the fault may stay.';

const xids = ([
  {
    name: 'GPUXidMemoryError', class: 'memory', fault: 'GPU memory lost data',
    runbook: {
      meaning: 'The GPU found an error in its memory that it could not correct (48, 94, 95, 140, 171, 172), or that it has no more spare rows to repair (64, 157).',
      impact: `The process on the GPU has failed; in a distributed job all other GPUs then wait. With 94 only that process is hit, with 95 all of the GPU. ${passes}`,
      diagnosis: `${kernelLog}, \`nvidia-smi -q -d ECC,ROW_REMAPPER\`, and ${board}. 64 or 157, or the same GPU again within days: it is broken.`,
      mitigation: `${cordon} reset the GPU or reboot the node: the broken row is then replaced by a spare one. If it comes back, return the node to the provider.`,
    },
  },
  {
    name: 'GPUXidLinkError', class: 'link', fault: 'a link between GPUs failed',
    runbook: {
      meaning: 'A link between GPUs (NVLink), or between CPU and GPU, failed: 74 up to Hopper, 144 to 150 and 155 on Blackwell, 121 on Grace.',
      impact: `Collectives over this GPU fail or hang, and with them every job on the node that uses more than one GPU. ${passes}`,
      diagnosis: `${kernelLog}, \`nvidia-smi nvlink -s\` and \`nvidia-smi nvlink -e\`, and the NVLink errors in ${board}. Several GPUs of one node at once: look at the NVSwitch and the fabric manager.`,
      mitigation: `${cordon} reset all GPUs of the node or reboot it. If it comes back, return the node to the provider.`,
    },
  },
  {
    name: 'GPUFallenOffBus', class: 'bus', fault: 'it is gone from the bus',
    runbook: {
      meaning: 'The driver reaches the GPU over PCIe no more (79), or its power cable is missing (54).',
      impact: 'The process on the GPU is dead, and the node has one GPU less until it is rebooted. Its metrics vanish soon after; GPULost then says so.',
      diagnosis: `${kernelLog}, \`lspci | grep -i nvidia\`, temperature and power before it in ${board}.`,
      mitigation: `${cordon} reboot the node. If it happens again, return the node to the provider: it is the GPU, the slot or the power supply.`,
    },
  },
  {
    name: 'GPUXidFirmwareError', class: 'firmware', fault: 'its firmware or driver hangs',
    runbook: {
      meaning: 'A processor inside the GPU does not answer (61, 62, 119, 120), the GPU does not come up (143), or it did not switch between programs in time (46, 109, 158).',
      impact: `Programs on the GPU fail or hang, and new ones cannot start. ${passes}`,
      diagnosis: `${kernelLog}. 119 and 120 on many nodes at once: a driver version; compare \`DCGM_FI_DRIVER_VERSION\`. On one GPU only: the GPU.`,
      mitigation: `${cordon} reset the GPU or reboot the node. Update the driver where many nodes have it.`,
    },
  },
  {
    name: 'GPUXidMemoryRepaired', class: 'repair', fault: 'its memory repairs itself',
    runbook: {
      meaning: 'A broken row or page of GPU memory is marked to be replaced by a spare one at the next reset (63, 156), or corrected errors are frequent (92).',
      impact: 'None now. Until the reset the same error may come again.',
      diagnosis: `\`nvidia-smi -q -d ECC,ROW_REMAPPER\`, and ${board}: how many rows has it used up?`,
      mitigation: 'Let the job end, drain the node and reset the GPU.',
    },
  },
  {
    name: 'GPUXidApplicationError', class: 'application', fault: 'the program did something that the GPU refuses',
    runbook: {
      meaning: 'The program on the GPU made a mistake: an address that is not its own (31), an instruction that the GPU refuses (13, 32, 68, 69), or it was stopped (43, 45).',
      impact: 'The program has failed. The GPU and other programs are fine.',
      diagnosis: 'The logs of the pod. The same code on every node that one job runs on: the job. The same code for different programs on one GPU only: run a diagnosis of that GPU (`dcgmi diag -r 3`).',
      mitigation: 'Tell the owner; `compute-sanitizer` and `CUDA_LAUNCH_BLOCKING=1` show where in the program.',
    },
  },
] satisfies XidAlert[]).map(xidAlert);

const doubleBitError = alert({
  name: 'GPUDoubleBitEccError',
  tier: 'critical',
  for: '0s',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'Double-bit errors within an hour that are still accepted.' },
  expr: (threshold) => `(${perGpu((gpu) => `increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL{${gpu}}[1h]) > 0`)}) > ${threshold}`,
  summary: `${where} lost data to double-bit memory errors`,
  description: `${what} lost data. Double-bit memory errors within an hour: {{ $value | printf "%.0f" }}.${holder}`,
  runbook: {
    meaning: 'Two bits of one word of GPU memory flipped: the hardware saw it and could not correct it.',
    impact: 'The process that used the memory was killed. What it computed before is right.',
    diagnosis: `\`nvidia-smi -q -d ECC,ROW_REMAPPER,PAGE_RETIREMENT\` on the node: does the row wait to be remapped (\`Pending: Yes\`)? Its history is in ${board}.`,
    mitigation: `${cordon} reset the GPU, so that the row is replaced by a spare one. Errors again within days: return the node.`,
  },
});

const rowRemapFailure = alert({
  name: 'GPURowRemapFailure',
  tier: 'critical',
  for: '5m',
  requires: ['dcgm'],
  expr: () => perGpu((gpu) => `${field('DCGM_FI_DEV_ROW_REMAP_FAILURE', gpu)} > 0`),
  summary: `${where} has run out of spare memory rows`,
  description: `${what} could not replace a broken memory row.${holder}`,
  runbook: {
    meaning: 'A broken row of GPU memory could not be replaced: no spare row is left in its bank.',
    impact: 'Memory errors will come again and kill processes.',
    diagnosis: '`nvidia-smi -q -d ROW_REMAPPER` shows `Remapping Failure Occurred: Yes`.',
    mitigation: `${cordon} return it: NVIDIA replaces such a GPU.`,
  },
});

const rowRemapPending = alert({
  name: 'GPURowRemapPending',
  tier: 'warning',
  for: '15m',
  requires: ['dcgm'],
  expr: () => `(${perGpu((gpu) => `DCGM_FI_DEV_ROW_REMAP_PENDING{${gpu}} > 0`)})\nunless on (cluster, node, gpu) (${perDevice((gpu) => `${field('DCGM_FI_DEV_ROW_REMAP_FAILURE', gpu)} > 0`)})`,
  summary: `${where} needs a reset to repair its memory`,
  description: `${what} has a broken memory row that a spare one replaces at its next reset.${holder}`,
  runbook: {
    meaning: 'The GPU has marked a row of its memory to be replaced by a spare one, which happens at the next reset.',
    impact: 'Until then the broken row is in use: errors may come again, and kill the process.',
    diagnosis: `\`nvidia-smi -q -d ROW_REMAPPER\` shows \`Pending: Yes\`; how often it happened is in ${board}.`,
    mitigation: 'When the job on the node has ended: drain the node, and reset the GPU (`nvidia-smi --gpu-reset -i GPU`) or reboot.',
  },
});

const nvlinkErrors = alert({
  name: 'GPUNvlinkErrors',
  tier: 'warning',
  for: '0s',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'Data errors, replays and recoveries of the links of a GPU within 10 minutes that are still accepted.' },
  expr: (threshold) => `sum by (cluster, node, gpu) (${perDevice((gpu) => seriousNvlinkErrors.map((kind) => `label_replace(${everyName(nvlinkCounters[kind], (name) => `increase(${name}{${gpu}}[10m])`)} > 0, "kind", "${kind}", "", "")`).join(' or '), 'kind')}) > ${threshold}`,
  summary: `The NVLinks of ${where} make errors`,
  description: `The links between ${device} and its neighbours had {{ $value | printf "%.0f" }} data errors, replays or recoveries within 10 minutes.`,
  runbook: {
    meaning: 'Packets between GPUs were wrong or lost and had to be sent again, or a link had to be trained again. Healthy links have none of these; wrong flits, which the link repairs itself, are not counted here.',
    impact: 'Collectives get slower, and may fail with Xid 74 (Hopper and older) or 144 to 150 (Blackwell).',
    diagnosis: `\`nvidia-smi nvlink -e\` shows the link; ${board} shows whether the other end has errors too.`,
    mitigation: `${cordon} reset all GPUs of the node. If the errors come back, return the node.`,
  },
});

const pcieReplays = alert({
  name: 'GPUPcieReplays',
  tier: 'warning',
  for: '15m',
  requires: ['dcgm'],
  threshold: { default: 8, unit: 'count', description: 'PCIe replays of a GPU each minute that are still accepted; NVIDIA\'s own health check takes 8.' },
  expr: (threshold) => `(${perDevice((gpu) => `${everyName('DCGM_FI_DEV_PCIE_REPLAY_COUNTER', (name) => `rate(${name}{${gpu}}[10m])`)} * 60`)}) > ${threshold}`,
  summary: `${where} has trouble on PCIe`,
  description: `${device} had to send {{ $value | printf "%.0f" }} packets a minute again over PCIe, for more than 15 minutes.`,
  runbook: {
    meaning: 'The connection between the GPU and its node loses packets: slot, riser, cable or the GPU.',
    impact: 'Loading data and talking to the network over this GPU is slow; it may fall off the bus (Xid 79) next.',
    diagnosis: `\`nvidia-smi -q -d PCIE\` (link width and generation as expected?), \`lspci -vv\` (corrected errors), and ${board}.`,
    mitigation: `${cordon} reboot the node. If it goes on, return the node.`,
  },
});

/** Share of time in which a GPU was slowed down, by a counter of nanoseconds. */
const slowed = (counter: string, threshold: string): string => `(${perDevice((gpu) => `rate(${counter}{${gpu}}[5m]) / 1e9`)}) > ${threshold}`;

const thermalThrottling = alert({
  name: 'GPUThermalThrottling',
  tier: 'warning',
  for: '15m',
  requires: ['dcgm'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of time slowed down by heat that is still accepted.' },
  expr: (threshold) => slowed('DCGM_FI_DEV_THERMAL_VIOLATION', threshold),
  summary: `${where} is slowed down by heat`,
  description: `Heat held down the clocks of ${device} for {{ $value | humanizePercentage }} of the time, for more than 15 minutes.`,
  runbook: {
    meaning: 'The GPU or its memory is so hot that it lowers its own clocks.',
    impact: 'It computes slower; in synchronous training every GPU of the job waits for it.',
    diagnosis: 'Temperatures on the dashboard *GPU health*: one GPU only (its cooler), all of a node (fans, air filter), or neighbours in a rack (the room)?',
    mitigation: 'Fans, air flow, inlet temperature. Until it is mended, keep large jobs off the node (`kubectl cordon NODE`); in a cloud, return it.',
  },
});

const powerLimits = perDevice((gpu) => field('DCGM_FI_DEV_POWER_MGMT_LIMIT', gpu), 'modelName');
/** GPUs that may draw less than another of their model. */
const lowered = `((${powerLimits}) < on (cluster, modelName) group_left () 0.95 * max by (cluster, modelName) (${powerLimits}))`;

const powerThrottling = alert({
  name: 'GPUPowerThrottling',
  tier: 'info',
  for: '1h',
  requires: ['dcgm'],
  threshold: { default: 0.5, unit: 'ratio', description: 'Share of time slowed down by the power limit that is still accepted.' },
  expr: (threshold) => `${slowed('DCGM_FI_DEV_POWER_VIOLATION', threshold)}\nand on (cluster, node, gpu) ${lowered}`,
  summary: `${where} is slowed down by a lowered power limit`,
  description: `The power limit held down the clocks of ${device} for {{ $value | humanizePercentage }} of the last hour, and it may draw less than others of its model.`,
  runbook: {
    meaning: 'The GPU would draw more power than it may. At full load that is normal; here the limit is lower than that of other GPUs of its model.',
    impact: 'It computes slower than its neighbours, and holds back every synchronous job that it takes part in.',
    diagnosis: '`nvidia-smi -q -d POWER` on this node and on another: current, enforced and default limit. Power and its limit on the dashboard *GPU health*.',
    mitigation: 'Raise the limit (`nvidia-smi -pl WATTS`) if it was lowered by mistake; if the firmware enforces it, look at the power supply of the node.',
  },
});

const gpuLost = alert({
  name: 'GPULost',
  tier: 'critical',
  for: '10m',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'GPUs missing on a node that are still accepted.' },
  expr: (threshold) => `${lost.name} > ${threshold}`,
  summary: 'Node {{ $labels.node }} has lost GPUs',
  description: 'Node {{ $labels.node }} of cluster {{ $labels.cluster }} reports fewer GPUs than it did within the last day, while its exporter runs. Missing: {{ $value }}.',
  runbook: {
    meaning: 'The exporter of the node answers, but shows fewer GPUs than before: the driver does not see them any more.',
    impact: 'Jobs that want all GPUs of the node do not start there, or fail.',
    diagnosis: `${kernelLog}: Xid 79 just before? \`nvidia-smi -L\` and \`lspci | grep -i nvidia\` count them; does Kubernetes still offer them (\`kubectl describe node NODE\`)?`,
    mitigation: `${cordon} reboot the node. If the GPU does not come back, return the node. Taken out on purpose: the alert ends within a day.`,
  },
});

const gpuUnhealthy = alert({
  name: 'GPUUnhealthy',
  tier: 'warning',
  for: '10m',
  requires: ['dcgm'],
  threshold: { default: 0, unit: 'count', description: 'GPUs of a node that pods cannot have which are still accepted.' },
  expr: (threshold) => `${unhealthy.name}{resource=~"${gpus}"} > ${threshold}`,
  summary: 'Node {{ $labels.node }} has GPUs that no pod can get',
  description: 'On node {{ $labels.node }} of cluster {{ $labels.cluster }} the device plugin keeps back {{ $value }} of {{ $labels.resource }} as unhealthy.',
  runbook: {
    meaning: 'The node has more GPUs than it offers to pods: its device plugin found some unhealthy.',
    impact: 'Pods that want all GPUs of the node stay pending.',
    diagnosis: 'The logs of the device plugin on the node name the GPU and the Xid. Faults of the node are on the dashboard *GPU health*.',
    mitigation: `${cordon} reset the GPU or reboot the node. When the fault is gone, a restart of the device plugin offers the GPU again.`,
  },
});

const memoryAlmostFull = alert({
  name: 'GPUMemoryAlmostFull',
  tier: 'info',
  for: '15m',
  requires: ['dcgm'],
  threshold: { default: 0.98, unit: 'ratio', description: 'Share of the device memory in use that is still accepted.' },
  expr: (threshold) => `(${perGpu((gpu) => `DCGM_FI_DEV_FB_USED{${gpu}} / (DCGM_FI_DEV_FB_USED{${gpu}} + DCGM_FI_DEV_FB_FREE{${gpu}})`)}) > ${threshold}`,
  summary: `The memory of ${where} is almost full`,
  description: `{{ $value | humanizePercentage }} of the memory of ${what} has been in use for more than 15 minutes.${holder}`,
  runbook: {
    meaning: 'Nearly all of the device memory is taken. Serving engines take a fixed share at start (vLLM 90 %), which this alert leaves in peace.',
    impact: 'The next larger batch or longer sequence fails for want of memory.',
    diagnosis: 'The logs of the pod (`CUDA out of memory`), and whether memory grows over time on the dashboard *GPU fleet* (a leak) or stands still (a tight fit).',
    mitigation: 'Smaller batch or sequence, activation checkpointing, sharded optimizer; for serving, a lower `--gpu-memory-utilization`, or quantized weights.',
  },
});

export const gpuAlerts: AlertGroup = {
  name: 'observability.gpu.alerts', dashboard: 'gpu-health',
  alerts: [
    metricsMissing, profilingVanished, ...xids, doubleBitError, rowRemapFailure, rowRemapPending, nvlinkErrors, pcieReplays, thermalThrottling, powerThrottling,
    gpuLost, gpuUnhealthy, memoryAlmostFull,
  ],
};
