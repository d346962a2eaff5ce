import { levels, signal, type SignalDefinition } from './define.ts';
import { cloudWatch, greatestSeconds, labelled, meanSeconds, perSecond, some, source } from './sagemaker/cloudwatch.ts';

const host = levels.sagemaker_host.join(', ');
const recommendation = levels.recommendation_job.join(', ');

/** A namespace for each kind; transform jobs do not tell of their disks. */
const kinds = { training: '/aws/sagemaker/TrainingJobs', processing: '/aws/sagemaker/ProcessingJobs', transform: '/aws/sagemaker/TransformJobs' } as const;

/** The dimension Host is the name of the job, a slash, and what tells its instances apart. */
const byJob = (series: string): string => `label_replace(${series}, "job_name", "$1", "host", "(.+)/[^/]+")`;

const ofHosts = (metric: string, statistic: 'Average' | 'Maximum', without?: keyof typeof kinds) => Object.entries(kinds).filter(([kind]) => kind !== without)
  .map(([kind, namespace]) => source(`max by (${host}) (${byJob(labelled('job_kind', kind, cloudWatch(namespace, metric, statistic)))}) / 100`));

const used = (what: string, metric: string, about: Omit<SignalDefinition, 'name' | 'unit' | 'sources'>): SignalDefinition => ({ ...about, name: `sagemaker_host:${what}:ratio`, unit: 'ratio', sources: ofHosts(metric, 'Average') });
const full = { better: 'lower', thresholds: { warning: 0.85, critical: 0.95 } } as const;

export const jobCpu = signal(used('cpu_busy', 'CPUUtilizationNormalized', { title: 'CPU of a job', better: 'neither', description: 'CPU that a job uses on a host, of all cores of it. Near 100 % while its GPUs wait: loading data holds the training up.' }));
export const jobGpu = signal(used('gpu_busy', 'GPUUtilizationNormalized', { title: 'GPUs of a job', better: 'higher', thresholds: { warning: 0.5, critical: 0.2 }, description: 'Time in which the GPUs of a host worked, of all of them together.' }));
export const jobGpuMemory = signal(used('gpu_memory', 'GPUMemoryUtilizationNormalized', { title: 'GPU memory of a job', better: 'neither', description: 'GPU memory that a job uses on a host, of all GPUs together. Much left: larger batches.' }));
export const jobMemory = signal(used('memory', 'MemoryUtilization', { title: 'Memory of a job', ...full, description: 'Memory that a job uses on a host. At 100 % its container is killed, and the job fails.' }));
export const jobDisk = signal({
  name: 'sagemaker_host:disk:ratio', title: 'Disk of a job', unit: 'ratio', ...full, description: 'Disk that a training or processing job uses on a host. Where it is full, checkpoints and results cannot be written and the job fails; raise VolumeSizeInGB.',
  sources: ofHosts('DiskUtilization', 'Maximum', 'transform'),
});

export const jobCores = signal({ name: 'sagemaker_host:cpu_busy:cores', title: 'Cores busy on a host of a job', unit: 'cores', better: 'neither', description: 'Cores that a job keeps busy on a host.', sources: ofHosts('CPUUtilization', 'Average') });
export const jobGpus = signal({ name: 'sagemaker_host:gpus_busy:count', title: 'GPUs busy on a host of a job', unit: 'count', better: 'neither', description: 'GPUs that work for a job on a host: 6.5 of 8 are 6.5 here.', sources: ofHosts('GPUUtilization', 'Average') });

const RECOMMENDER = '/aws/sagemaker/InferenceRecommendationsJobs';
const client = (metric: string, statistic: Parameters<typeof cloudWatch>[2]): string => cloudWatch(RECOMMENDER, metric, statistic);

export const clientRequests = signal({
  name: 'recommendation_job:requests:rate', title: 'Requests of a load test', unit: 'requests/second', better: 'higher', description: 'Requests each second that Inference Recommender sends in a load test.',
  sources: [source(perSecond(`max by (${recommendation}) (${client('ClientInvocations', 'Sum')})`))],
});

export const clientFailures = signal({
  name: 'recommendation_job:errors:ratio', title: 'Failed requests of a load test', unit: 'ratio', better: 'lower', thresholds: { warning: 0.01, critical: 0.05 }, description: 'Share of the requests of a load test that failed. With any, its results say little.',
  sources: [source(`max by (${recommendation}) (${client('ClientInvocationErrors', 'Sum')})\n/\nmax by (${recommendation}) (${some(client('ClientInvocations', 'Sum'))})`)],
});

export const clientLatency = signal({
  name: 'recommendation_job:latency:seconds', title: 'Latency in a load test, mean', unit: 'seconds', better: 'lower', description: 'Mean time until the load test had its answer.',
  sources: [source(meanSeconds(recommendation, client('ClientLatency', 'Sum'), client('ClientLatency', 'SampleCount'), 'milliseconds'))],
});

export const clientLatencyP99 = signal({
  name: 'recommendation_job:latency_p99:seconds', title: 'Latency in a load test, 99 %', unit: 'seconds', better: 'lower', description: 'Time until the load test had 99 % of its answers. Where it rises faster than the users, the instance is at its end.',
  sources: [source(greatestSeconds(recommendation, client('ClientLatency', 'p99'), 'milliseconds'))],
});

export const clientUsers = signal({
  name: 'recommendation_job:users:count', title: 'Users that a load test plays', unit: 'count', better: 'neither', description: 'Users that a load test plays at once, at most.',
  sources: [source(`max by (${recommendation}) (${client('NumberOfUsers', 'Maximum')})`)],
});

export const sagemakerJobSignals = [jobCpu, jobGpu, jobGpuMemory, jobMemory, jobDisk, jobCores, jobGpus, clientRequests, clientFailures, clientLatency, clientLatencyP99, clientUsers];
