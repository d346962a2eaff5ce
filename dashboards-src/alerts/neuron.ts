import { acceleratorsAllocatable, neuronDevices, readyNodes } from '../signals/cluster.ts';
import { executionErrors, neuronReporting } from '../signals/neuron.ts';
import { alert, type AlertGroup } from './define.ts';

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
    diagnosis: 'Kernel log of the node (`dmesg | grep -i neuron`) and `neuron-top`; memory errors by device are on the dashboard *Cluster*.',
    mitigation: 'Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and replace the instance.',
  },
});

export const neuronAlerts: AlertGroup = { name: 'observability.neuron.alerts', alerts: [metricsMissing, hardwareErrors] };
