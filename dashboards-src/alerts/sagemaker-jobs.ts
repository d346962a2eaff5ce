import { levels } from '../signals/define.ts';
import { jobDisk, jobGpu, jobMemory } from '../signals/sagemaker-jobs.ts';
import { alert, type AlertGroup } from './define.ts';

const job = levels.sagemaker_host.filter((label) => label !== 'host').join(', ');
const who = '{{ $labels.job_kind }} job {{ $labels.job_name }} (account {{ $labels.account_id }}, {{ $labels.region }})';

const diskFull = alert({
  name: 'SageMakerJobDiskAlmostFull', tier: 'warning', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.95, unit: 'ratio', description: 'Share of the disk of a host that a job may use.' },
  expr: (threshold) => `max by (${job}) (${jobDisk.name}) > ${threshold}`,
  summary: 'The disk of SageMaker job {{ $labels.job_name }} is {{ $value | humanizePercentage }} full',
  description: `The fullest disk of ${who} is {{ $value | humanizePercentage }} full.`,
  runbook: {
    meaning: 'The volume of a host of the job is nearly full.',
    impact: 'The job fails when it writes its next checkpoint or result, and what it did since the last one is lost.',
    diagnosis: 'Dashboard *SageMaker jobs*, *Disk of a job*: does it rise with each checkpoint, or did loading the data fill it at the start?',
    mitigation: 'It cannot be changed while the job runs: let it stop with a checkpoint and start it again with a larger `VolumeSizeInGB`, fewer checkpoints kept, or FastFile mode in place of copies of the data.',
  },
});

const gpusIdle = alert({
  name: 'SageMakerJobGPUsIdle', tier: 'info', for: '1h', requires: ['sagemaker'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of the time in which the GPUs of a training job should work at least.' },
  expr: (threshold) => `max by (${job}) (${jobGpu.name}{job_kind="training"}) < ${threshold}`,
  summary: 'The GPUs of SageMaker job {{ $labels.job_name }} do nothing',
  description: `For an hour, the busiest GPUs of ${who} have worked {{ $value | humanizePercentage }} of the time.`,
  runbook: {
    meaning: 'A training job holds GPUs and has not used them for an hour, on any of its hosts.',
    impact: 'Money, and GPUs that others wait for.',
    diagnosis: 'Dashboard *SageMaker jobs*: is the CPU full (preparing data), is nothing busy (a hang, a wait for a host)? Then the log group `/aws/sagemaker/TrainingJobs`.',
    mitigation: 'Stop what hangs (`aws sagemaker stop-training-job`); prepare data in a processing job without GPUs.',
  },
});

const memoryFull = alert({
  name: 'SageMakerJobMemoryAlmostFull', tier: 'warning', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.95, unit: 'ratio', description: 'Share of the memory of a host that a job may use.' },
  expr: (threshold) => `max by (${job}) (${jobMemory.name}) > ${threshold}`,
  summary: 'The memory of SageMaker job {{ $labels.job_name }} is {{ $value | humanizePercentage }} full',
  description: `The fullest memory of ${who} is {{ $value | humanizePercentage }} full.`,
  runbook: {
    meaning: 'A host of the job has nearly no memory left.',
    impact: 'The container is killed when it asks for more, and the job fails.',
    diagnosis: 'Dashboard *SageMaker jobs*, *Memory of a job*: a steady rise is a leak, often in the data loader; a level is the size of the data or of too many workers.',
    mitigation: 'Fewer data loader workers, smaller prefetch, data that is streamed, or an instance with more memory.',
  },
});

export const sagemakerJobAlerts: AlertGroup = { name: 'observability.sagemaker-jobs.alerts', alerts: [diskFull, memoryFull, gpusIdle] };
