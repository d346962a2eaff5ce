import type { Signal } from '../signals/define.ts';
import * as jobs from '../signals/sagemaker-jobs.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec } from './panel.ts';
import { column, greatest, inAccount, quiet, regionColumn } from './sagemaker.ts';

const inJob = `${inAccount}, job_kind=~"$job_kind", job_name=~"$job_name"`;
const of = (signal: Signal): string => `${signal.name}{${inJob}}`;
const byJob = 'account_id, region, job_kind, job_name';
const toJob = linkTo('sagemaker-jobs', 'Show only this job', { keep: ['cluster', 'account_id', 'region', 'job_kind'], labels: { job_name: 'job_name' } });
const noGpu = 'No job has GPUs now';

const hosts = (signal: Signal, key: string, none = quiet, width = 12): PanelSpec => timeseries({
  ...about(signal), key, none, width, link: toJob, queries: [{ expr: greatest(of(signal), 'cluster, host, job_kind'), legend: '{{host}}' }],
});

export const jobsNow = (): PanelSpec => stat({
  key: 'jobs-now', title: 'Jobs at work', unit: 'count', requires: ['sagemaker'], none: 'None', description: 'Training, processing and transform jobs whose hosts report. A job that waits for instances does not yet.',
  query: { expr: `count(count by (${byJob}) (${of(jobs.jobMemory)}))`, legend: 'jobs' },
});
export const hostsNow = (): PanelSpec => stat({ key: 'hosts-now', title: 'Hosts', unit: 'count', requires: ['sagemaker'], none: 'None', description: 'Instances that these jobs run on.', query: { expr: `count(${of(jobs.jobMemory)})`, legend: 'hosts' } });
export const gpuNow = (): PanelSpec => stat({ ...about(jobs.jobGpu), key: 'gpu-now', title: 'Idlest GPUs', none: noGpu, query: { expr: `min(${of(jobs.jobGpu)})`, legend: 'GPUs' } });
export const gpusNow = (): PanelSpec => stat({ ...about(jobs.jobGpus), key: 'gpus-now', title: 'GPUs busy', none: noGpu, description: 'GPUs that work now, of all these jobs together.', query: { expr: `sum(${of(jobs.jobGpus)})`, legend: 'GPUs' } });
export const memoryNow = (): PanelSpec => stat({ ...about(jobs.jobMemory), key: 'memory-now', title: 'Fullest memory', none: 'None', query: { expr: `max(${of(jobs.jobMemory)})`, legend: 'memory' } });
export const diskNow = (): PanelSpec => stat({ ...about(jobs.jobDisk), key: 'disk-now', title: 'Fullest disk', none: 'None', query: { expr: `max(${of(jobs.jobDisk)})`, legend: 'disk' } });

export const jobTable = (): PanelSpec => table({
  key: 'jobs', title: 'Jobs', height: 10, requires: ['sagemaker'], none: quiet,
  description: 'The hosts of each job taken together: the mean of CPU and GPUs, the fullest memory and disk. GPUs idle while the CPU is full: loading data holds the job up. GPU memory half empty: larger batches.',
  labels: [{ label: 'job_name', title: 'Job', link: linkTo('sagemaker-jobs', 'Show only this job', { keep: ['cluster', 'account_id', 'region', 'job_kind'], cell: 'job_name' }) }, { label: 'job_kind', title: 'Kind', width: 110 }, regionColumn],
  values: [
    { expr: `count by (${byJob}) (${of(jobs.jobMemory)})`, title: 'Hosts', unit: 'count', width: 80 },
    column(jobs.jobCpu, `avg by (${byJob}) (${of(jobs.jobCpu)})`, 'CPU', 'gauge'),
    column(jobs.jobGpu, `avg by (${byJob}) (${of(jobs.jobGpu)})`, 'GPUs', 'gauge'),
    column(jobs.jobGpuMemory, `avg by (${byJob}) (${of(jobs.jobGpuMemory)})`, 'GPU memory', 'gauge'),
    column(jobs.jobMemory, `max by (${byJob}) (${of(jobs.jobMemory)})`, 'Memory', 'gauge'),
    column(jobs.jobDisk, `max by (${byJob}) (${of(jobs.jobDisk)})`, 'Disk', 'gauge'),
  ],
  sort: { column: 'Hosts', desc: true },
});

export const gpu = (): PanelSpec => hosts(jobs.jobGpu, 'gpu', noGpu);
export const gpuMemory = (): PanelSpec => hosts(jobs.jobGpuMemory, 'gpu-memory', noGpu);
export const cpu = (): PanelSpec => hosts(jobs.jobCpu, 'cpu');
export const memory = (): PanelSpec => hosts(jobs.jobMemory, 'memory');
export const disk = (): PanelSpec => hosts(jobs.jobDisk, 'disk', quiet, 8);
export const cores = (): PanelSpec => hosts(jobs.jobCores, 'cores', quiet, 8);
export const gpus = (): PanelSpec => hosts(jobs.jobGpus, 'gpus', noGpu, 8);

const noTest = 'No load test runs';
const ofTest = (signal: Signal): string => `${signal.name}{${inAccount}}`;
const test = (signal: Signal, key: string): PanelSpec => timeseries({ ...about(signal), key, none: noTest, width: 8, queries: [{ expr: ofTest(signal), legend: '{{job_name}} {{endpoint_name}}' }] });

export const testRequests = (): PanelSpec => test(jobs.clientRequests, 'test-requests');
export const testUsers = (): PanelSpec => test(jobs.clientUsers, 'test-users');
export const testErrors = (): PanelSpec => test(jobs.clientFailures, 'test-errors');
export const testLatency = (): PanelSpec => timeseries({
  ...about(jobs.clientLatencyP99), key: 'test-latency', title: 'Latency in a load test', none: noTest, width: 24, description: `Mean and 99 %. ${jobs.clientLatencyP99.description}`,
  queries: [{ expr: ofTest(jobs.clientLatencyP99), legend: '{{job_name}} {{endpoint_name}} 99 %' }, { expr: ofTest(jobs.clientLatency), legend: '{{job_name}} {{endpoint_name}} mean' }],
});
