import * as sagemaker from '../panels/sagemaker-jobs.ts';
import { jobMemory } from '../signals/sagemaker-jobs.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

const hosts = (matchers = ''): string => `${jobMemory.name}{${matchers}}`;
const inAccount = 'cluster=~"$cluster", account_id=~"$account_id", region=~"$region"';

export const sagemakerJobsDashboard = dashboard({
  name: 'sagemaker-jobs',
  title: 'SageMaker jobs',
  description: 'What training, processing and transform jobs make of their instances, and what load tests of Inference Recommender find. Numbers of CloudWatch, some minutes old.',
  folder: platform,
  tags: ['sagemaker', 'training'],
  variables: [
    variables.cluster(hosts('cluster!=""')),
    variables.account(hosts('cluster=~"$cluster"')),
    variables.region(hosts('cluster=~"$cluster", account_id=~"$account_id"')),
    variables.jobKind(hosts(inAccount)),
    variables.jobName(hosts(`${inAccount}, job_kind=~"$job_kind"`)),
  ],
  rows: [
    { title: 'Now', panels: [sagemaker.jobsNow(), sagemaker.hostsNow(), sagemaker.gpuNow(), sagemaker.gpusNow(), sagemaker.memoryNow(), sagemaker.diskNow()] },
    { title: 'Jobs', panels: [sagemaker.jobTable()] },
    { title: 'Hosts', panels: [sagemaker.gpu(), sagemaker.gpuMemory(), sagemaker.cpu(), sagemaker.memory()] },
    { title: 'Disks, cores and GPUs in use', closed: true, panels: [sagemaker.disk(), sagemaker.gpus(), sagemaker.cores()] },
    { title: 'Load tests of Inference Recommender', closed: true, panels: [sagemaker.testRequests(), sagemaker.testUsers(), sagemaker.testErrors(), sagemaker.testLatency()] },
  ],
});
