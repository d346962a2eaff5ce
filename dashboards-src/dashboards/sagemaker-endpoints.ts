import * as sagemaker from '../panels/sagemaker-endpoints.ts';
import { componentRequests, instances, requests } from '../signals/sagemaker-endpoints.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

const inAccount = 'cluster=~"$cluster", account_id=~"$account_id", region=~"$region"';
const either = (matchers: string): string => `{__name__=~"${requests.name}|${instances.name}", ${matchers}}`;

export const sagemakerEndpointsDashboard = dashboard({
  name: 'sagemaker-endpoints',
  title: 'SageMaker endpoints',
  description: 'Do the endpoints answer, how fast, and what do their instances do? Numbers of CloudWatch, some minutes old.',
  folder: platform,
  tags: ['sagemaker', 'inference'],
  variables: [
    variables.cluster(either('cluster!=""')),
    variables.account(either('cluster=~"$cluster"')),
    variables.region(either('cluster=~"$cluster", account_id=~"$account_id"')),
    variables.endpoint(either(inAccount)),
    variables.inferenceComponent(`${componentRequests.name}{${inAccount}}`),
  ],
  rows: [
    { title: 'Now', panels: [sagemaker.endpointsNow(), sagemaker.instancesNow(), sagemaker.requestsNow(), sagemaker.errorsNow(), sagemaker.latencyNow(), sagemaker.costNow()] },
    { title: 'Endpoints', panels: [sagemaker.endpointTable()] },
    { title: 'Requests', panels: [sagemaker.requests(), sagemaker.errors(), sagemaker.latencyP99(), sagemaker.modelAgainstOverhead()] },
    { title: 'Idle instances and cost', panels: [sagemaker.idle(), sagemaker.cost()] },
    { title: 'Overhead and concurrency', closed: true, panels: [sagemaker.overheadP99(), sagemaker.concurrency()] },
    { title: 'Instances', closed: true, panels: [sagemaker.instances(), sagemaker.gpu(), sagemaker.cpu(), sagemaker.gpuMemory(), sagemaker.memory(), sagemaker.disk(), sagemaker.cores(), sagemaker.gpus()] },
    { title: 'Inference components', closed: true, panels: [sagemaker.componentTable(), sagemaker.componentLatency(), sagemaker.componentConcurrency(), sagemaker.componentUse()] },
    { title: 'Multi-model endpoints', closed: true, panels: [sagemaker.cacheHits(), sagemaker.loadedModels(), sagemaker.modelLoading()] },
    { title: 'Serverless endpoints', closed: true, panels: [sagemaker.setupTime()] },
  ],
});
