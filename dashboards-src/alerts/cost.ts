import { cost, gpuPrice, HOURS_A_MONTH, infrastructure } from '../signals/cost.ts';
import { reporting } from '../signals/gpu.ts';
import { alert, type AlertGroup } from './define.ts';

const ofCluster = `sum by (cluster) (${infrastructure.name})`;
const ofNamespace = `sum by (cluster, namespace) (${cost.at('namespace')})`;
const dollars = '{{ $value | printf "%.0f" }} dollars';
const boards = 'The dashboard *Cost* shows it by namespace, workload and resource.';

const clusterBudget = alert({
  name: 'ClusterBudgetExceeded',
  tier: 'info',
  for: '1h',
  requires: ['opencost'],
  threshold: { default: 1_000_000, unit: 'dollars', description: 'Budget of a cluster for a month in dollars: set your own. Compared with the mean of the last day.' },
  expr: (threshold) => `avg_over_time((${ofCluster})[1d:10m]) * ${HOURS_A_MONTH} > ${threshold}`,
  summary: 'Cluster {{ $labels.cluster }} costs more than its budget',
  description: `At the rate of the last day, cluster {{ $labels.cluster }} costs ${dollars} a month, more than its budget.`,
  runbook: {
    meaning: 'Nodes, volumes, load balancers and fees of the cluster, at the mean of the last day, would cost more in a month than was planned.',
    impact: 'Money only.',
    diagnosis: `${boards} Does it come from more nodes, or from dearer ones (spot that became on-demand)? How much of it is held without work, or free?`,
    mitigation: 'End what is idle, lower requests as advised there, let nodes go that nobody asked for; or raise the budget: `alerts.overrides.ClusterBudgetExceeded.threshold`.',
  },
});

const namespaceBudget = alert({
  name: 'NamespaceBudgetExceeded',
  tier: 'info',
  for: '1h',
  requires: ['opencost'],
  threshold: { default: 250_000, unit: 'dollars', description: 'Budget of each namespace for a month in dollars: set your own. Compared with the mean of the last day.' },
  expr: (threshold) => `avg_over_time((${ofNamespace})[1d:10m]) * ${HOURS_A_MONTH} > ${threshold}`,
  summary: 'Namespace {{ $labels.namespace }} costs more than its budget',
  description: `At the rate of the last day, namespace {{ $labels.namespace }} of cluster {{ $labels.cluster }} costs ${dollars} a month, more than its budget.`,
  runbook: {
    meaning: 'What the workloads of the namespace were given, at the mean of the last day, would cost more in a month than one namespace may.',
    impact: 'Money only.',
    diagnosis: `${boards} Choose the namespace there.`,
    mitigation: 'Talk to its owners: what is idle, what can be smaller, what can wait for the night? Or raise the budget: `alerts.overrides.NamespaceBudgetExceeded.threshold`.',
  },
});

const jump = alert({
  name: 'NamespaceCostJump',
  tier: 'info',
  for: '30m',
  requires: ['opencost'],
  threshold: { default: 20, unit: 'dollars/hour', description: 'Dollars an hour that a namespace may cost more than in the week before, as long as it does not double.' },
  expr: (threshold) => [
    `avg_over_time((${ofNamespace})[6h:10m]) - avg_over_time((${ofNamespace})[7d:1h] offset 6h) > ${threshold}`,
    `and on (cluster, namespace) avg_over_time((${ofNamespace})[6h:10m]) > 2 * avg_over_time((${ofNamespace})[7d:1h] offset 6h)`,
    `and on (cluster, namespace) count_over_time((${ofNamespace})[7d:1h] offset 6h) > 48`,
  ].join('\n'),
  summary: 'Namespace {{ $labels.namespace }} costs twice what it did',
  description: 'Over the last 6 hours, namespace {{ $labels.namespace }} of cluster {{ $labels.cluster }} cost {{ $value | printf "%.2f" }} dollars an hour more than in the week before, and more than twice as much.',
  runbook: {
    meaning: 'The namespace costs more than twice the mean of the week before. Namespaces younger than two days are left in peace.',
    impact: 'Money only. It may be a new job that is wanted, or a loop that creates pods or volumes.',
    diagnosis: `${boards} Which workload is new there, or has grown? Is it at work (*GPU fleet*, *Tasks*)?`,
    mitigation: 'Ask the owner. If it is a mistake, scale down or delete; a quota (Kueue, ResourceQuota) keeps it from coming back.',
  },
});

const gpuPriceMissing = alert({
  name: 'GPUPriceMissing',
  tier: 'info',
  for: '6h',
  requires: ['opencost'],
  expr: () => `max by (cluster, node) (node_total_hourly_cost)\nand on (cluster, node) ${reporting.at('node')}\nunless on (cluster, node) ${gpuPrice.name}`,
  summary: 'OpenCost has no GPU price for node {{ $labels.node }}',
  description: 'Node {{ $labels.node }} of cluster {{ $labels.cluster }} has GPUs, and OpenCost puts their price at nothing. It counts {{ $value | printf "%.2f" }} dollars an hour for the whole node. Cost of GPUs and of idle GPUs leaves this node out.',
  runbook: {
    meaning: 'OpenCost found a price for the node, and none for its GPUs: it does not know the instance type, or has no access to the price list.',
    impact: 'What GPUs cost is too low on every screen, and idle ones look free.',
    diagnosis: 'The logs of OpenCost (`kubectl logs deploy/RELEASE-opencost`). On your own hardware there is no price list. The prices that it uses are in the last row of the dashboard *Cost*.',
    mitigation: 'Set your prices in `opencost.opencost.customPricing` (all of them: those left out get placeholders), or give OpenCost access to the price list of the cloud.',
  },
});

export const costAlerts: AlertGroup = { name: 'observability.cost.alerts', alerts: [clusterBudget, namespaceBudget, jump, gpuPriceMissing] };
