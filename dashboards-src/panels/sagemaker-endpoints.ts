import type { Signal } from '../signals/define.ts';
import * as endpoints from '../signals/sagemaker-endpoints.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec } from './panel.ts';
import { accountColumn, byVariant, column, greatest, inAccount, quiet, regionColumn } from './sagemaker.ts';

const inEndpoint = `${inAccount}, endpoint_name=~"$endpoint_name"`;
const inComponent = `${inAccount}, inference_component_name=~"$inference_component_name"`;

const of = (signal: Signal, ...more: string[]): string => `${signal.name}{${[inEndpoint, ...more].join(', ')}}`;
const ofEndpoint = (signal: Signal): string => `${signal.at('sagemaker_endpoint')}{${inEndpoint}}`;
const ofComponent = (signal: Signal, ...more: string[]): string => `${signal.name}{${[inComponent, ...more].join(', ')}}`;

const toEndpoint = linkTo('sagemaker-endpoints', 'Show only this endpoint', { keep: ['cluster', 'account_id', 'region'], labels: { endpoint_name: 'endpoint_name' } });
const notServerless = 'None with instances: serverless endpoints have none';
const noPrice = 'Set sagemaker.instanceHourPrices';

/** Lines of the variants of endpoints. */
const variants = (signal: Signal, key: string, more: Partial<Parameters<typeof timeseries>[0]> = {}, ranked = signal): PanelSpec => timeseries({
  ...about(signal), key, none: quiet, link: toEndpoint, queries: [{ expr: greatest(of(signal), 'cluster, endpoint_name, variant_name', 15, of(ranked)), legend: '{{endpoint_name}} {{variant_name}}' }], ...more,
});

export const endpointsNow = (): PanelSpec => stat({
  key: 'endpoints-now', title: 'Endpoints', unit: 'count', requires: ['sagemaker'], description: 'Endpoints that CloudWatch has anything of: they run instances, or were asked.',
  query: { expr: `count(${ofEndpoint(endpoints.instances)} or ${ofEndpoint(endpoints.requests)})`, legend: 'endpoints' },
});

export const instancesNow = (): PanelSpec => stat({ ...about(endpoints.instances), key: 'instances-now', title: 'Instances', none: 'None', query: { expr: `sum(${ofEndpoint(endpoints.instances)})`, legend: 'instances' } });
export const requestsNow = (): PanelSpec => stat({ ...about(endpoints.requests), key: 'requests-now', title: 'Requests', none: quiet, query: { expr: `sum(${ofEndpoint(endpoints.requests)})`, legend: 'requests' } });

export const errorsNow = (): PanelSpec => stat({
  ...about(endpoints.serverErrors), key: 'errors-now', title: 'Answered with 5xx', none: quiet,
  query: { expr: `sum(${ofEndpoint(endpoints.serverErrors)} * ${ofEndpoint(endpoints.requests)}) / sum(${ofEndpoint(endpoints.requests)} and ${ofEndpoint(endpoints.serverErrors)})`, legend: '5xx' },
});

export const latencyNow = (): PanelSpec => stat({ ...about(endpoints.latencyP99), key: 'latency-now', title: 'Slowest model (p99)', none: quiet, query: { expr: `max(${of(endpoints.latencyP99)})`, legend: 'p99' } });
export const costNow = (): PanelSpec => stat({ ...about(endpoints.cost), key: 'cost-now', title: 'Cost per hour', none: noPrice, query: { expr: `sum(${of(endpoints.cost)})`, legend: 'per hour' } });

export const endpointTable = (): PanelSpec => table({
  key: 'endpoints', title: 'Endpoints and their variants', height: 10, requires: ['sagemaker'], none: quiet,
  description: 'What each variant does, how well, and on what. Errors: the log group /aws/sagemaker/Endpoints/NAME in CloudWatch. Model latency is the container\'s, overhead is SageMaker\'s. Busy with few requests: a small instance; idle with many: larger batches.',
  labels: [{ label: 'endpoint_name', title: 'Endpoint', link: linkTo('sagemaker-endpoints', 'Show only this endpoint', { keep: ['cluster', 'account_id', 'region'], cell: 'endpoint_name' }) }, { label: 'variant_name', title: 'Variant', width: 110 }, regionColumn],
  values: [
    column(endpoints.requests, `sum by (${byVariant}) (${of(endpoints.requests)})`, 'Requests', 'plain', { width: 85 }),
    column(endpoints.clientErrors, `max by (${byVariant}) (${of(endpoints.clientErrors)})`, '4xx', 'colour', { width: 75 }),
    column(endpoints.serverErrors, `max by (${byVariant}) (${of(endpoints.serverErrors)})`, '5xx', 'colour', { width: 75 }),
    column(endpoints.modelErrors, `max by (${byVariant}) (${of(endpoints.modelErrors)})`, 'Container', 'colour', { width: 85 }),
    column(endpoints.latencyP99, `max by (${byVariant}) (${of(endpoints.latencyP99)})`, 'Model p99', 'colour', { width: 90 }),
    column(endpoints.overheadP99, `max by (${byVariant}) (${of(endpoints.overheadP99)})`, 'Overhead p99', 'colour', { width: 110 }),
    column(endpoints.instances, `sum by (${byVariant}) (${of(endpoints.instances)})`, 'Instances', 'plain', { width: 80 }),
    column(endpoints.gpuBusy, `max by (${byVariant}) (${of(endpoints.gpuBusy)})`, 'GPUs', 'gauge'),
    column(endpoints.memory, `max by (${byVariant}) (${of(endpoints.memory)})`, 'Memory', 'gauge'),
    column(endpoints.disk, `max by (${byVariant}) (${of(endpoints.disk)})`, 'Disk', 'gauge'),
  ],
  sort: { column: 'Requests', desc: true },
});

export const requests = (): PanelSpec => timeseries({
  ...about(endpoints.requests), key: 'requests', title: 'Requests by endpoint', stacked: true, none: quiet, link: toEndpoint, queries: [{ expr: greatest(ofEndpoint(endpoints.requests), 'cluster, endpoint_name'), legend: '{{endpoint_name}}' }],
});

export const errors = (): PanelSpec => timeseries({
  key: 'errors', title: 'Requests that failed', unit: 'ratio', requires: ['sagemaker'], none: quiet, thresholds: about(endpoints.serverErrors).thresholds, link: toEndpoint,
  description: 'Share of the requests that were answered with 4xx (the caller, or throttled) and 5xx, and that the container failed: these are among the others where the container said so itself.',
  queries: [
    { expr: `${ofEndpoint(endpoints.serverErrors)} > 0`, legend: '{{endpoint_name}} 5xx' },
    { expr: `${ofEndpoint(endpoints.modelErrors)} > 0`, legend: '{{endpoint_name}} container' },
    { expr: `${ofEndpoint(endpoints.clientErrors)} > 0`, legend: '{{endpoint_name}} 4xx' },
  ],
});

export const latencyP99 = (): PanelSpec => variants(endpoints.latencyP99, 'latency-p99', { title: 'Model latency, 99 %' }, endpoints.latency);

export const modelAgainstOverhead = (): PanelSpec => timeseries({
  key: 'model-against-overhead', title: 'Model against overhead, mean', unit: 'seconds', requires: ['sagemaker'], none: quiet, link: toEndpoint,
  description: 'Where the time of a request goes: into the container, or into SageMaker around it. Only the former gets shorter with a faster model or instance; the way from the caller to AWS is in neither.',
  queries: [
    { expr: greatest(of(endpoints.latency), 'cluster, endpoint_name, variant_name', 8), legend: '{{endpoint_name}} {{variant_name}} model' },
    { expr: greatest(of(endpoints.overhead), 'cluster, endpoint_name, variant_name', 8), legend: '{{endpoint_name}} {{variant_name}} overhead' },
  ],
});

export const overheadP99 = (): PanelSpec => variants(endpoints.overheadP99, 'overhead-p99', { title: 'Overhead of SageMaker, 99 %' }, endpoints.overhead);
export const concurrency = (): PanelSpec => variants(endpoints.concurrency, 'concurrency', { title: 'Requests at once' });

export const instances = (): PanelSpec => timeseries({
  ...about(endpoints.instances), key: 'instances', title: 'Instances by endpoint', stacked: true, none: notServerless, link: toEndpoint, queries: [{ expr: greatest(ofEndpoint(endpoints.instances), 'cluster, endpoint_name'), legend: '{{endpoint_name}}' }],
});
export const cpu = (): PanelSpec => variants(endpoints.cpuBusy, 'cpu', { none: notServerless });
export const gpu = (): PanelSpec => variants(endpoints.gpuBusy, 'gpu', { none: 'None with GPUs' });
export const gpuMemory = (): PanelSpec => variants(endpoints.gpuMemory, 'gpu-memory', { none: 'None with GPUs' });
export const memory = (): PanelSpec => variants(endpoints.memory, 'memory', { none: notServerless });
export const disk = (): PanelSpec => variants(endpoints.disk, 'disk', { none: notServerless });
export const cores = (): PanelSpec => variants(endpoints.coresBusy, 'cores', { none: notServerless });
export const gpus = (): PanelSpec => variants(endpoints.gpusBusy, 'gpus', { none: 'None with GPUs' });

export const idle = (): PanelSpec => table({
  key: 'idle', title: 'Instances that nobody asks', width: 12, height: 8, requires: ['sagemaker'], none: 'None: each was asked within a day',
  description: 'Variants that ran for a day and had no request in it. Delete them, or make them serverless or asynchronous, which scale to nothing. A cost stands here for endpoints whose price is in `sagemaker.instanceHourPrices`.',
  labels: [{ label: 'endpoint_name', title: 'Endpoint' }, { label: 'variant_name', title: 'Variant' }, accountColumn, regionColumn],
  values: [
    column(endpoints.idle, `sum by (${byVariant}) (${of(endpoints.idle)})`, 'Instances', 'plain', { width: 90 }),
    column(endpoints.idleCost, `sum by (${byVariant}) (${of(endpoints.idleCost)})`, 'Per hour', 'plain', { width: 90 }),
  ],
  sort: { column: 'Instances', desc: true },
});

export const cost = (): PanelSpec => variants(endpoints.cost, 'cost', { title: 'Cost per hour by endpoint', stacked: true, none: noPrice });

/** Lines of inference components. */
const components = (signal: Signal, key: string, more: Partial<Parameters<typeof timeseries>[0]> = {}): PanelSpec => timeseries({
  ...about(signal), key, none: quiet, width: 8, queries: [{ expr: greatest(ofComponent(signal), 'cluster, inference_component_name', 10), legend: '{{inference_component_name}}' }], ...more,
});

export const componentTable = (): PanelSpec => table({
  key: 'components', title: 'Inference components', height: 8, requires: ['sagemaker'], none: 'No endpoint has inference components that were asked',
  description: 'Models that share the instances of an endpoint. Requests that find no copy are lost unless the caller asks again: keep at least one copy, or have one more sooner.',
  labels: [{ label: 'inference_component_name', title: 'Component' }, regionColumn],
  values: [
    column(endpoints.componentRequests, `sum by (account_id, region, inference_component_name) (${ofComponent(endpoints.componentRequests)})`, 'Requests'),
    column(endpoints.copies, `max by (account_id, region, inference_component_name) (${ofComponent(endpoints.copies)})`, 'Copies'),
    column(endpoints.componentErrors, `max by (account_id, region, inference_component_name) (${ofComponent(endpoints.componentErrors)})`, '5xx', 'colour'),
    column(endpoints.componentModelErrors, `max by (account_id, region, inference_component_name) (${ofComponent(endpoints.componentModelErrors)})`, 'Container', 'colour'),
    column(endpoints.componentLatencyP99, `max by (account_id, region, inference_component_name) (${ofComponent(endpoints.componentLatencyP99)})`, 'Model p99', 'colour'),
    column(endpoints.noCapacity, `sum by (account_id, region, inference_component_name) (${ofComponent(endpoints.noCapacity)})`, 'Found no copy', 'colour'),
  ],
  sort: { column: 'Requests', desc: true },
});

export const componentLatency = (): PanelSpec => components(endpoints.componentLatency, 'component-latency');
export const componentConcurrency = (): PanelSpec => components(endpoints.componentConcurrency, 'component-concurrency');
export const componentUse = (): PanelSpec => components(endpoints.componentUse, 'component-use', {
  title: 'What copies use', queries: [{ expr: greatest(ofComponent(endpoints.componentUse), 'cluster, inference_component_name, resource', 12), legend: '{{inference_component_name}} {{resource}}' }],
});

const noMultiModel = 'No multi-model endpoint was asked';
export const cacheHits = (): PanelSpec => variants(endpoints.cacheHits, 'cache-hits', { width: 8, none: noMultiModel });
export const loadedModels = (): PanelSpec => variants(endpoints.loadedModels, 'loaded-models', { width: 8, none: noMultiModel });
export const modelLoading = (): PanelSpec => variants(endpoints.modelLoading, 'model-loading', {
  width: 8, none: noMultiModel, description: `Mean, and dashed the slowest. ${endpoints.modelLoading.description}`,
  queries: [
    { expr: greatest(of(endpoints.modelLoading), 'cluster, endpoint_name, variant_name, step', 8), legend: '{{endpoint_name}} {{step}}' },
    { expr: `max(${of(endpoints.modelLoadingMax)})`, legend: 'slowest', reference: true },
  ],
});

export const setupTime = (): PanelSpec => variants(endpoints.setupTime, 'setup-time', {
  width: 24, none: 'No serverless endpoint had to start compute', title: 'Setup of serverless compute',
  queries: [{ expr: of(endpoints.setupTime), legend: '{{endpoint_name}} slowest' }, { expr: of(endpoints.setupTimeMean), legend: '{{endpoint_name}} mean' }],
});
