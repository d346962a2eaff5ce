import { acceleratorsAllocatable, acceleratorsAllocated, gpus } from './cluster.ts';
import { levels, signal, type SignalDefinition } from './define.ts';
import { allocatedIdle, heldOfNode, reporting, smActive, utilization } from './gpu.ts';
import { podModel } from './inference/replicas.ts';
import { generationTokens, promptTokens } from './inference/tokens.ts';
import { ofWorkload } from './workloads.ts';

const GIB = 2 ** 30;
export const HOURS_A_MONTH = 730;

const pod = 'cluster, namespace, pod';
const node = 'cluster, node';
const workload = levels.workload.join(', ');

const opencost = (expr: string) => ({ toggle: 'opencost' as const, expr });
const perHour = (definition: Omit<SignalDefinition, 'unit' | 'better' | 'sources'> & { readonly expr: string }) => {
  const { expr, ...rest } = definition;
  return signal({ ...rest, unit: 'dollars/hour', better: 'lower', sources: [opencost(expr)] });
};
const named = (label: string, parts: Readonly<Record<string, string>>): string => Object.entries(parts).map(([value, expr]) => `label_replace(\n${expr}\n, "${label}", "${value}", "", "")`).join('\nor\n');

const price = (metric: string): string => `max by (${node}) (${metric})`;
/** What a pod was given of a node, at the price of that node. */
const priced = (allocation: string, metric: string): string => `sum by (${pod}) (max by (${node}, namespace, pod, container) (${allocation}) * on (${node}) group_left () ${price(metric)})`;

export const gpuPrice = perHour({
  name: 'node:gpu_price:dollars_per_hour',
  title: 'Price of a GPU',
  description: 'What one GPU of the node costs an hour: the part of the node\'s price that OpenCost counts as the GPU\'s. List price of the cloud or your own (`opencost.opencost.customPricing`); discounts only where OpenCost is told of them.',
  expr: `${price('node_gpu_hourly_cost')} > 0`,
});

/** A unit of a GPU resource is a GPU, a MIG slice or a time slice: what is measured on the node, spread over what it offers. */
const unitPrice = `(${reporting.at('node')} / sum by (${node}) (${acceleratorsAllocatable.name}{resource=~"${gpus}"} > 0) * ${gpuPrice.name})`;
const heldGpus = (of: string): string => `sum by (${of}) (${acceleratorsAllocated.name}{resource=~"${gpus}"})`;

/** Dollars an hour of each pod, by resource. OpenCost 1.120, pkg/costmodel: allocation is the greater of request and use; prices of memory and volumes are for a GiB. */
const podCosts = {
  cpu: priced('container_cpu_allocation', 'node_cpu_hourly_cost'),
  memory: priced(`container_memory_allocation_bytes / ${GIB}`, 'node_ram_hourly_cost'),
  gpu: `sum by (${pod}) (${heldGpus(`${node}, namespace, pod`)} * on (${node}) group_left () ${unitPrice})\nor\n${priced('container_gpu_allocation', 'node_gpu_hourly_cost')} > 0`,
  storage: `sum by (${pod}) (max by (${pod}, persistentvolume) (pod_pvc_allocation) / ${GIB} * on (cluster, persistentvolume) group_left () max by (cluster, persistentvolume) (pv_hourly_cost))`,
};

export const cost = perHour({
  name: 'workload:cost:dollars_per_hour',
  title: 'Cost',
  description: 'What a workload costs an hour, by resource: CPU, memory and GPUs that its pods were given, at the price of their nodes, and their volumes. What is asked for costs, used or not; what nobody asked for is in no workload.',
  expr: `sum by (${workload}, resource) (\n${ofWorkload(`(${named('resource', podCosts)})`)}\n)`,
  by: ['resource'],
  levels: ['namespace', 'cluster'],
  aggregation: 'sum',
});

export const infrastructure = perHour({
  name: 'cluster:infrastructure_cost:dollars_per_hour',
  title: 'Cost of the infrastructure',
  description: 'What the cluster costs an hour whoever uses it: nodes, volumes, load balancers, and the fee of the provider. Network traffic and services outside the cluster are not in it.',
  expr: `sum by (cluster, kind) (\n${named('kind', {
    nodes: `sum by (cluster) (${price('node_total_hourly_cost')})`,
    storage: `sum by (cluster) (max by (cluster, persistentvolume) (kube_persistentvolume_capacity_bytes) / ${GIB} * on (cluster, persistentvolume) max by (cluster, persistentvolume) (pv_hourly_cost))`,
    'load balancers': 'sum by (cluster) (max by (cluster, namespace, service_name, ingress_ip) (kubecost_load_balancer_cost))',
    management: 'max by (cluster) (kubecost_cluster_management_cost)',
  })}\n)`,
  by: ['kind'],
});

/** Share of the node's GPUs on which work is done; where the profiling counters are missing, on which anything runs. */
const useful = `(${smActive.at('node')} or ${utilization.at('node')})`;
const bought = `${reporting.at('node')} * ${gpuPrice.name}`;

export const gpuSpend = perHour({
  name: 'cluster:gpu_spend:dollars_per_hour',
  title: 'Where the GPU money goes',
  description: 'Price of all GPUs, split: working (share of time in which their SMs had work), waiting (a pod holds them, the rest of the time) and free (no pod holds them). Waiting is for the owners of the workloads to mend, free for who runs the cluster: fewer nodes, or jobs from the queue.',
  expr: `sum by (cluster, state) (\n${named('state', {
    working: `${bought} * ${useful}`,
    waiting: `clamp_min(${bought} * (${heldOfNode} - ${useful}), 0)`,
    // Work that no pod of Kubernetes does takes its GPUs all the same: the three add up to the price.
    free: `${bought} * clamp_min(1 - (${heldOfNode} > ${useful} or ${heldOfNode} * 0 + ${useful}), 0)`,
  })}\n)`,
  by: ['state'],
});

const gpuCost = `sum by (${workload}) (${cost.name}{resource="gpu"})`;

export const gpuUnused = perHour({
  name: 'workload:gpu_unused_cost:dollars_per_hour',
  title: 'GPU cost without work',
  description: 'What the GPUs of a workload cost for the time in which their SMs had no work: price × (1 − SM activity). Never zero: reading data, exchanging gradients and waiting for requests are part of it. Compare workloads of one kind.',
  expr: `${gpuCost}\n* on (${workload}) clamp_min(1 - (${smActive.at('workload')} or ${utilization.at('workload')}), 0)`,
  levels: ['namespace', 'cluster'],
  aggregation: 'sum',
});

export const gpuIdle = perHour({
  name: 'workload:gpu_idle_cost:dollars_per_hour',
  title: 'Cost of idle GPUs',
  description: 'What the GPUs cost that a workload holds and that were busy for less than 5 % of the last 30 minutes. Unlike GPU cost without work this is money for nothing at all.',
  expr: `${gpuCost}\n* on (${workload}) (${allocatedIdle.at('workload')} > 0)\n/ on (${workload}) ${reporting.at('workload')}`,
  levels: ['namespace', 'cluster'],
  aggregation: 'sum',
});

const models = 'group by (cluster, namespace, pod, model) (' + podModel.name + ')';

export const modelCost = perHour({
  name: 'model:cost:dollars_per_hour',
  title: 'Cost of a served model',
  description: 'What the pods that serve a model cost an hour: CPU, memory, GPUs and volumes. A pod that serves several models counts for each in equal parts.',
  expr: [
    'sum by (cluster, namespace, model) (',
    `${models} / on (${pod}) group_left () count by (${pod}) (${models})`,
    `* on (${pod}) group_left () sum by (${pod}) (\n${named('resource', podCosts)}\n)`,
    ')',
  ].join('\n'),
});

const written = `sum by (cluster, namespace, model) (${generationTokens.name})`;
const read = `sum by (cluster, namespace, model) (${promptTokens.name})`;

export const tokenCost = signal({
  name: 'model:token_cost:dollars_per_million',
  title: 'Cost of a million tokens',
  unit: 'dollars',
  better: 'lower',
  description: 'What the pods of a model cost for a million tokens: of those that were written (all cost on the answers), and of all that were read or written. At little load it is high, as the replicas cost the same: compare at full load with the price lists of hosted models.',
  sources: [opencost(named('tokens', {
    written: `${modelCost.name} / on (cluster, namespace, model) (${written} > 0) / 3600 * 1e6`,
    all: `${modelCost.name} / on (cluster, namespace, model) (${written} + on (cluster, namespace, model) ${read} > 0) / 3600 * 1e6`,
  }))],
  by: ['tokens'],
});

export const costSignals = [gpuPrice, cost, infrastructure, gpuSpend, gpuUnused, gpuIdle, modelCost, tokenCost];
