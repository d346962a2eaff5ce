import { levels, signal, type SignalDefinition } from './define.ts';
import { instancePrice, period } from './sagemaker-settings.ts';
import { cloudWatch, greatestSeconds, having, labelled, meanSeconds, perSecond, share, some, source } from './sagemaker/cloudwatch.ts';

const variant = levels.sagemaker_variant.join(', ');
const component = levels.inference_component.join(', ');

const RUNTIME = 'AWS/SageMaker';
const INSTANCES = '/aws/sagemaker/Endpoints';
const COMPONENTS = '/aws/sagemaker/InferenceComponents';

const ofVariant = (metric: string, statistic: Parameters<typeof cloudWatch>[2]): string => having('variant_name', cloudWatch(RUNTIME, metric, statistic));
const ofComponent = (metric: string, statistic: Parameters<typeof cloudWatch>[2]): string => having('inference_component_name', cloudWatch(RUNTIME, metric, statistic));
const ofInstances = (metric: string, statistic: Parameters<typeof cloudWatch>[2]): string => cloudWatch(INSTANCES, metric, statistic);

const rate = (by: string, sum: string): string => perSecond(`sum by (${by}) (${sum})`);
const part = (by: string, those: string, all: string): string => `sum by (${by}) (${those})\n/\nsum by (${by}) (${some(all)})`;

export const requests = signal({
  name: 'sagemaker_variant:sagemaker_requests:rate', title: 'Requests to a SageMaker endpoint', unit: 'requests/second', better: 'neither', levels: ['sagemaker_endpoint', 'cluster'], aggregation: 'sum',
  description: 'Requests to a variant each second, on average over a period of CloudWatch. No line: nobody asked.',
  sources: [source(rate(variant, ofVariant('Invocations', 'Sum')))],
});

const errorShare = (what: string, metric: string, title: string, description: string): SignalDefinition => ({
  name: `sagemaker_variant:sagemaker_${what}:ratio`, title, unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 }, levels: ['sagemaker_endpoint', 'cluster'], aggregation: 'mean', weight: requests, description,
  sources: [source(part(variant, ofVariant(metric, 'Sum'), ofVariant('Invocations', 'Sum')))],
});

export const clientErrors = signal(errorShare('client_errors', 'Invocation4XXErrors', 'Endpoint requests answered with 4xx', 'Share of the requests to a variant that were answered with 4xx: what was asked is wrong, or the caller is throttled.'));
export const serverErrors = signal(errorShare('server_errors', 'Invocation5XXErrors', 'Endpoint requests answered with 5xx', 'Share of the requests to a variant that were answered with 5xx. CloudWatch Logs, group /aws/sagemaker/Endpoints/NAME, has what the container said.'));
export const modelErrors = signal(errorShare('model_errors', 'InvocationModelErrors', 'Endpoint requests that the container failed', 'Share of the requests that the container did not answer with 2xx: 4xx and 5xx of its own, and those that broke off or took longer than 60 seconds.'));

const slow = { warning: 1, critical: 5 } as const;

export const latency = signal({
  name: 'sagemaker_variant:model_latency:seconds', title: 'Model latency of an endpoint, mean', unit: 'seconds', better: 'lower', thresholds: slow,
  description: 'Mean time until the container of a variant had answered.',
  sources: [source(meanSeconds(variant, ofVariant('ModelLatency', 'Sum'), ofVariant('ModelLatency', 'SampleCount')))],
});

export const latencyP99 = signal({
  name: 'sagemaker_variant:model_latency_p99:seconds', title: 'Model latency of an endpoint, 99 %', unit: 'seconds', better: 'lower', thresholds: slow,
  description: 'Time until the container of a variant had answered 99 % of its requests. Far above the mean: a few inputs are large, or requests queue in the container.',
  sources: [source(greatestSeconds(variant, ofVariant('ModelLatency', 'p99')))],
});

export const overhead = signal({
  name: 'sagemaker_variant:overhead_latency:seconds', title: 'Overhead of SageMaker, mean', unit: 'seconds', better: 'lower', thresholds: { warning: 0.2, critical: 1 },
  description: 'Mean time that SageMaker itself adds to a request: checking it, finding an instance, moving what is asked and answered. It grows with the size of both, and at the first request after a pause.',
  sources: [source(meanSeconds(variant, ofVariant('OverheadLatency', 'Sum'), ofVariant('OverheadLatency', 'SampleCount')))],
});

export const overheadP99 = signal({
  name: 'sagemaker_variant:overhead_latency_p99:seconds', title: 'Overhead of SageMaker, 99 %', unit: 'seconds', better: 'lower', thresholds: { warning: 0.5, critical: 2 },
  description: 'Time that SageMaker adds to 99 % of the requests, at most. Above the latency of the model itself, the model is not what to make faster.',
  sources: [source(greatestSeconds(variant, ofVariant('OverheadLatency', 'p99')))],
});

export const concurrency = signal({
  name: 'sagemaker_variant:concurrency:count', title: 'Requests at once on a variant', unit: 'count', better: 'neither',
  description: 'Most requests that a model worked on at once. It is what to scale a variant by whose requests take long.',
  sources: [source(`max by (${variant}) (${ofVariant('ConcurrentRequestsPerModel', 'Maximum')})`)],
});

export const setupTime = signal({
  name: 'sagemaker_variant:setup_time:seconds', title: 'Setup of serverless compute, slowest', unit: 'seconds', better: 'lower', thresholds: { warning: 5, critical: 20 },
  description: 'Longest time that a request to a serverless endpoint waited for new compute. Provisioned concurrency keeps some warm; a smaller image and model start faster.',
  sources: [source(greatestSeconds(variant, ofVariant('ModelSetupTime', 'Maximum')))],
});

export const setupTimeMean = signal({
  name: 'sagemaker_variant:setup_time_mean:seconds', title: 'Setup of serverless compute, mean', unit: 'seconds', better: 'lower',
  description: 'Mean time that requests to a serverless endpoint waited for new compute, of those that had to.',
  sources: [source(greatestSeconds(variant, ofVariant('ModelSetupTime', 'Average')))],
});

export const instances = signal({
  name: 'sagemaker_variant:sagemaker_instances:count', title: 'Instances of an endpoint', unit: 'count', better: 'neither', levels: ['sagemaker_endpoint', 'cluster'], aggregation: 'sum',
  description: 'Instances of a variant, by how many report in a minute. Those of an endpoint with another publishing frequency than a minute (MetricsConfig) are counted wrong; a serverless one has none.',
  sources: [source(`sum by (${variant}) (${ofInstances('CPUUtilization', 'SampleCount')}) / on () group_left () (${period.name} / 60)`)],
});

const used = (what: string, metric: string, statistic: 'Average' | 'Maximum', about: Omit<SignalDefinition, 'name' | 'unit' | 'sources'>): SignalDefinition => ({
  ...about, name: `sagemaker_variant:${what}:ratio`, unit: 'ratio', sources: [source(share(variant, ofInstances(metric, statistic)))],
});
const busy = { better: 'higher', thresholds: { warning: 0.3, critical: 0.1 } } as const;
const full = { better: 'lower', thresholds: { warning: 0.8, critical: 0.9 } } as const;

export const cpuBusy = signal(used('cpu_busy', 'CPUUtilizationNormalized', 'Average', { title: 'CPU of endpoint instances', better: 'neither', description: 'CPU used by the containers of a variant, as a share of all cores of its instances.' }));
export const gpuBusy = signal(used('gpu_busy', 'GPUUtilizationNormalized', 'Average', { title: 'GPUs of endpoint instances', ...busy, description: 'Time in which the GPUs of a variant worked, of all its GPUs together. Low while requests wait: larger batches, or more of them at once.' }));
export const gpuMemory = signal(used('gpu_memory', 'GPUMemoryUtilizationNormalized', 'Maximum', { title: 'GPU memory of endpoint instances', ...full, description: 'GPU memory used on the fullest instance of a variant, of all its GPUs together. LLM servers take nearly all of it on purpose.' }));
export const memory = signal(used('memory', 'MemoryUtilization', 'Maximum', { title: 'Memory of endpoint instances', ...full, description: 'Memory used on the fullest instance of a variant. At 100 % the container is killed.' }));
export const disk = signal(used('disk', 'DiskUtilization', 'Maximum', { title: 'Disk of endpoint instances', ...full, description: 'Disk used on the fullest instance of a variant. Where it is full, models cannot be downloaded, and captured data and logs are lost.' }));

export const coresBusy = signal({
  name: 'sagemaker_variant:cpu_busy:cores', title: 'Cores busy on an endpoint instance', unit: 'cores', better: 'neither', description: 'Cores that the containers of a variant keep busy on each instance, on average.',
  sources: [source(`max by (${variant}) (${ofInstances('CPUUtilization', 'Average')}) / 100`)],
});

export const gpusBusy = signal({
  name: 'sagemaker_variant:gpus_busy:count', title: 'GPUs busy on an endpoint instance', unit: 'count', better: 'neither', description: 'GPUs that work on each instance of a variant, on average: 2.5 of 4 are 2.5 here.',
  sources: [source(`max by (${variant}) (${ofInstances('GPUUtilization', 'Average')}) / 100`)],
});

/** What a multi-model endpoint does until a model can answer. */
const steps = { waiting: 'ModelLoadingWaitTime', downloading: 'ModelDownloadingTime', loading: 'ModelLoadingTime', unloading: 'ModelUnloadingTime' } as const;

export const modelLoading = signal({
  name: 'sagemaker_variant:model_loading:seconds', title: 'Loading a model, mean', unit: 'seconds', better: 'lower', by: ['step'],
  description: 'Mean time of requests that wait for their model, and of its download, loading and unloading, on multi-model endpoints. Long downloads: smaller models, or larger instances that keep more of them.',
  sources: Object.entries(steps).map(([step, metric]) => source(labelled('step', step, meanSeconds(variant, ofVariant(metric, 'Sum'), ofVariant(metric, 'SampleCount'))))),
});

export const modelLoadingMax = signal({
  name: 'sagemaker_variant:model_loading_max:seconds', title: 'Loading a model, slowest', unit: 'seconds', better: 'lower', by: ['step'], description: 'The same for the slowest of the period.',
  sources: Object.entries(steps).map(([step, metric]) => source(labelled('step', step, greatestSeconds(variant, ofVariant(metric, 'Maximum'))))),
});

export const cacheHits = signal({
  name: 'sagemaker_variant:model_cache_hits:ratio', title: 'Requests whose model was loaded', unit: 'ratio', better: 'higher', thresholds: { warning: 0.9, critical: 0.5 },
  description: 'Share of the requests to a multi-model endpoint whose model was in memory already. Low: the instances hold too few models at once.',
  sources: [source(part(variant, ofVariant('ModelCacheHit', 'Sum'), ofVariant('ModelCacheHit', 'SampleCount')))],
});

export const loadedModels = signal({
  name: 'sagemaker_variant:loaded_models:count', title: 'Models loaded on an instance', unit: 'count', better: 'neither', description: 'Models that each instance of a multi-model endpoint holds in memory, on average. A model counts on each instance that holds it.',
  sources: [source(`max by (${variant}) (${ofInstances('LoadedModelCount', 'Average')})`)],
});

/** How many hours nobody may have asked until an endpoint is called idle. */
const IDLE_HOURS = 24;
/** Known for nearly all of that time: what is younger, or was not measured, is not called idle. */
const known = (series: string): string => `count_over_time(${series}[${IDLE_HOURS}h:5m]) > ${Math.floor(0.9 * IDLE_HOURS * 12)}`;

export const idle = signal({
  name: 'sagemaker_variant:idle_instances:count', title: 'Endpoint instances that nobody asks', unit: 'count', better: 'lower', thresholds: { warning: 1, critical: 4 }, sparse: true,
  description: 'Instances of variants that had no request within a day, though they ran all of it. Each costs the same as one that works.',
  sources: [source(`${instances.name}\nand on (${variant}) ${known(instances.name)}\nunless on (${variant}) max_over_time(${requests.name}[${IDLE_HOURS}h]) > 0`)],
});

export const cost = signal({
  name: 'sagemaker_variant:sagemaker_cost:dollars_per_hour', title: 'Cost of an endpoint', unit: 'dollars/hour', better: 'lower', levels: ['cluster'], aggregation: 'sum',
  description: 'What the instances of a variant cost in an hour, for endpoints whose price is in `sagemaker.instanceHourPrices`.',
  sources: [source(`${instances.name} * on (endpoint_name) group_left () ${instancePrice.name}`)],
});

export const idleCost = signal({
  name: 'sagemaker_variant:idle_cost:dollars_per_hour', title: 'Cost of idle endpoint instances', unit: 'dollars/hour', better: 'lower', sparse: true,
  description: 'What instances cost in an hour that nobody has asked for a day, for endpoints whose price is in `sagemaker.instanceHourPrices`.',
  sources: [source(`${idle.name} * on (endpoint_name) group_left () ${instancePrice.name}`)],
});

export const componentRequests = signal({
  name: 'inference_component:requests:rate', title: 'Requests to an inference component', unit: 'requests/second', better: 'neither', description: 'Requests to an inference component each second, on average over a period of CloudWatch.',
  sources: [source(rate(component, ofComponent('Invocations', 'Sum')))],
});

export const componentErrors = signal({
  name: 'inference_component:server_errors:ratio', title: 'Component requests answered with 5xx', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 }, description: 'Share of the requests to an inference component that were answered with 5xx.',
  sources: [source(part(component, ofComponent('Invocation5XXErrors', 'Sum'), ofComponent('Invocations', 'Sum')))],
});

export const componentModelErrors = signal({
  name: 'inference_component:model_errors:ratio', title: 'Component requests that the container failed', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 }, description: 'Share of the requests to an inference component that its container did not answer with 2xx.',
  sources: [source(part(component, ofComponent('InvocationModelErrors', 'Sum'), ofComponent('Invocations', 'Sum')))],
});

export const componentLatency = signal({
  name: 'inference_component:model_latency:seconds', title: 'Model latency of a component, mean', unit: 'seconds', better: 'lower', thresholds: slow, description: 'Mean time until the container of an inference component had answered.',
  sources: [source(meanSeconds(component, ofComponent('ModelLatency', 'Sum'), ofComponent('ModelLatency', 'SampleCount')))],
});

export const componentLatencyP99 = signal({
  name: 'inference_component:model_latency_p99:seconds', title: 'Model latency of a component, 99 %', unit: 'seconds', better: 'lower', thresholds: slow, description: 'Time until the container of an inference component had answered 99 % of its requests.',
  sources: [source(greatestSeconds(component, ofComponent('ModelLatency', 'p99')))],
});

export const copies = signal({
  name: 'inference_component:copies:count', title: 'Copies of an inference component', unit: 'count', better: 'neither', description: 'Copies of an inference component that answer, from its requests and those of each copy. No line: nobody asked.',
  sources: [source(part(component, ofComponent('Invocations', 'Sum'), ofComponent('InvocationsPerCopy', 'Sum')))],
});

export const componentConcurrency = signal({
  name: 'inference_component:concurrency:count', title: 'Requests at once on a copy', unit: 'count', better: 'neither', description: 'Most requests that a copy of an inference component worked on at once. It is what to scale copies by.',
  sources: [source(`max by (${component}) (${ofComponent('ConcurrentRequestsPerCopy', 'Maximum')})`)],
});

export const noCapacity = signal({
  name: 'inference_component:no_capacity:rate', title: 'Requests that found no copy', unit: 'requests/second', better: 'lower', thresholds: { warning: 0.001, critical: 0.1 },
  description: 'Requests each second that failed as no copy of the inference component was in service: it is scaled to zero, or its copies find no room.',
  sources: [source(rate(component, ofComponent('NoCapacityInvocationFailures', 'Sum')))],
});

const componentUses = { cpu: 'CPUUtilizationNormalized', gpu: 'GPUUtilizationNormalized', 'gpu memory': 'GPUMemoryUtilizationNormalized', memory: 'MemoryUtilizationNormalized' } as const;

export const componentUse = signal({
  name: 'inference_component:used:ratio', title: 'Resources of an inference component', unit: 'ratio', better: 'neither', by: ['resource'],
  description: 'What the copies of an inference component use of the CPU, GPUs and memory that are set aside for them, on average. Far below for long: set less aside, and more copies fit.',
  sources: Object.entries(componentUses).map(([resource, metric]) => source(labelled('resource', resource, share(component, cloudWatch(COMPONENTS, metric, 'Average'))))),
});

/** In the order in which they must be recorded: what others read comes first. */
export const sagemakerEndpointSignals = [
  requests, clientErrors, serverErrors, modelErrors, latency, latencyP99, overhead, overheadP99, concurrency, setupTime, setupTimeMean,
  instances, cpuBusy, gpuBusy, gpuMemory, memory, disk, coresBusy, gpusBusy, modelLoading, modelLoadingMax, cacheHits, loadedModels, idle, cost, idleCost,
  componentRequests, componentErrors, componentModelErrors, componentLatency, componentLatencyP99, copies, componentConcurrency, noCapacity, componentUse,
];
