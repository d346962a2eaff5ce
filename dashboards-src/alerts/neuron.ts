import { acceleratorsAllocatable, neuronDevices, readyNodes } from '../signals/cluster.ts';
import { unhealthy } from '../signals/gpu-health.ts';
import { allocatedIdle, eccEvents, executionErrors, executions, neuronReporting } from '../signals/neuron.ts';
import { alert, type AlertGroup } from './define.ts';

const where = 'node {{ $labels.node }} (cluster {{ $labels.cluster }})';
const board = 'the dashboard *Neuron* with the node chosen';
const replace = 'Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and replace the instance.';

const metricsMissing = alert({
  name: 'NeuronMetricsMissing',
  tier: 'warning',
  for: '15m',
  requires: ['neuron'],
  expr: () => `max by (cluster, node) (${acceleratorsAllocatable.name}{resource=~"${neuronDevices}"}) > 0\nand on (cluster, node) ${readyNodes}\nunless on (cluster, node) ${neuronReporting.name}`,
  summary: 'Node {{ $labels.node }} offers Neuron devices, but none of them is measured',
  description: 'Node {{ $labels.node }} of cluster {{ $labels.cluster }} offers {{ $value }} Neuron devices or cores, and no Neuron monitor reports on any of them. Dashboards leave this node out.',
  runbook: {
    meaning: 'Kubernetes says that the node offers Trainium or Inferentia devices, but Prometheus has no series of a Neuron monitor for it.',
    impact: 'Errors and idle devices on this node stay unseen. Jobs are not touched.',
    diagnosis: 'Is there a monitor pod on the node (`kubectl get pods -A -o wide --field-selector spec.nodeName=NODE | grep neuron`)? If none: do its node selection and tolerations fit the node? If there is: is its target up on the dashboard *The stack itself*?',
    mitigation: 'Add the node\'s label to `neuron.nodeSelectorTerms`. If the pod fails, its logs name the driver that is missing.',
  },
});

const hardwareErrors = alert({
  name: 'NeuronHardwareErrors',
  tier: 'critical',
  for: '5m',
  requires: ['neuron'],
  threshold: { default: 0, unit: 'events/second', description: 'Executions failing for the hardware each second that are still accepted.' },
  expr: (threshold) => `${executionErrors.name}{error_type="hardware"} > ${threshold}`,
  summary: 'Neuron devices of node {{ $labels.node }} fail',
  description: 'On node {{ $labels.node }} of cluster {{ $labels.cluster }} executions fail for a fault of the hardware: {{ $value | humanize }} each second.',
  runbook: {
    meaning: 'The Neuron runtime reports that executions fail for the device, not for the program.',
    impact: 'The processes on these devices fail; in a distributed job all others wait.',
    diagnosis: `Kernel log of the node (\`dmesg | grep -i neuron\`) and \`neuron-top\`; memory errors are on ${board}.`,
    mitigation: replace,
  },
});

const memoryErrors = alert({
  name: 'NeuronMemoryErrors',
  tier: 'critical',
  for: '0s',
  requires: ['neuron'],
  expr: () => `${eccEvents.name}{event_type=~".*_uncorrected"} > 0`,
  summary: 'Neuron devices of node {{ $labels.node }} lost data to memory errors',
  description: `Within an hour, Neuron devices of ${where} had memory errors that could not be corrected ({{ $labels.event_type }}).`,
  runbook: {
    meaning: 'A word in the memory of a Neuron device was wrong and could not be corrected: mem_ecc is the device memory, sram_ecc the memory inside the cores. How many there were is not certain, that there were is.',
    impact: 'The process that used the memory has failed; what it computed since is not to be trusted.',
    diagnosis: `\`neuron-monitor\` on the node names the device; how often it happened is on ${board}.`,
    mitigation: `Once: restart the job from its last checkpoint. Again on the same node: ${replace}`,
  },
});

const executionFailures = alert({
  name: 'NeuronExecutionFailures',
  tier: 'warning',
  for: '10m',
  requires: ['neuron'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of executions of a node that fail which is still accepted.' },
  expr: (threshold) => `sum by (cluster, node) (${executions.name}{status_type!="completed"}) / (sum by (cluster, node) (${executions.name}) > 0) > ${threshold}`,
  summary: 'Executions fail on the Neuron devices of node {{ $labels.node }}',
  description: `{{ $value | humanizePercentage }} of the executions on the Neuron devices of ${where} do not complete.`,
  runbook: {
    meaning: 'Programs run on the devices and a good part of them ends with an error, of whatever kind.',
    impact: 'Requests fail, or a training goes wrong or stands still.',
    diagnosis: `By how they ended and by kind of error on ${board}: numerical (the model overflows), incorrect input (the caller), timed out or failed to queue (the device or too much load), runtime or hardware (the node).`,
    mitigation: 'Numerical: the owner of the model (learning rate, precision). Load: more devices or fewer requests. Runtime: restart the pod. Hardware: cordon the node and replace the instance.',
  },
});

const idle = alert({
  name: 'NeuronAllocatedIdle',
  tier: 'warning',
  for: '1h',
  requires: ['neuron'],
  threshold: { default: 0, unit: 'count', description: 'Idle Neuron devices or cores of a node that are still accepted; idle is less than 5 % busy for 30 minutes.' },
  expr: (threshold) => `${allocatedIdle.name} > ${threshold}`,
  summary: 'Pods on node {{ $labels.node }} hold Neuron devices and do not use them',
  description: `Pods on ${where} have held Neuron devices or cores on which next to nothing ran for more than an hour: {{ $value }}.`,
  runbook: {
    meaning: 'Pods hold Neuron devices of the node, and no NeuronCore was busy for more than 5 % of the last 30 minutes, for more than an hour.',
    impact: 'Nobody else can use them, and they cost as much as busy ones.',
    diagnosis: '`kubectl get pods -A --field-selector spec.nodeName=NODE` and their logs: does the process compile (which can take an hour, on the CPU), wait for data, or did it hang or end?',
    mitigation: 'Delete or scale down what is forgotten. Compile ahead of time (`neuron_parallel_compile`) on a node without devices, and keep the compile cache.',
  },
});

const deviceUnhealthy = alert({
  name: 'NeuronDeviceUnhealthy',
  tier: 'warning',
  for: '10m',
  requires: ['neuron'],
  threshold: { default: 0, unit: 'count', description: 'Neuron devices or cores of a node that pods cannot have which are still accepted.' },
  expr: (threshold) => `${unhealthy.name}{resource=~"${neuronDevices}"} > ${threshold}`,
  summary: 'Node {{ $labels.node }} has Neuron devices that no pod can get',
  description: 'On node {{ $labels.node }} of cluster {{ $labels.cluster }} the device plugin keeps back {{ $value }} of {{ $labels.resource }} as unhealthy.',
  runbook: {
    meaning: 'The node has more Neuron devices than it offers to pods: the device plugin found some unhealthy.',
    impact: 'Pods that want all devices of the node stay pending.',
    diagnosis: `The logs of the Neuron device plugin on the node, its kernel log (\`dmesg | grep -i neuron\`), and ${board}.`,
    mitigation: replace,
  },
});

export const neuronAlerts: AlertGroup = { name: 'observability.neuron.alerts', alerts: [metricsMissing, hardwareErrors, memoryErrors, executionFailures, idle, deviceUnhealthy] };
