import * as sagemaker from '../panels/sagemaker-pipelines.ts';
import { executions, featureRequests, objects } from '../signals/sagemaker-pipelines.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

const any = (matchers: string): string => `{__name__=~"${executions.name}|${objects.name}|${featureRequests.name}", ${matchers}}`;

export const sagemakerPipelinesDashboard = dashboard({
  name: 'sagemaker-pipelines',
  title: 'SageMaker pipelines, labeling and Feature Store',
  description: 'Which executions failed and at which step, how labeling gets on, and whether the Feature Store answers. Numbers of CloudWatch, some minutes old.',
  folder: platform,
  tags: ['sagemaker', 'training'],
  from: 'now-24h',
  variables: [
    variables.cluster(any('cluster!=""')),
    variables.account(any('cluster=~"$cluster"')),
    variables.region(any('cluster=~"$cluster", account_id=~"$account_id"')),
    variables.pipeline(`${executions.name}{cluster=~"$cluster", account_id=~"$account_id", region=~"$region"}`),
  ],
  rows: [
    { title: 'Now', panels: [sagemaker.startedNow(), sagemaker.failedNow(), sagemaker.labelingFailedNow(), sagemaker.workersNow(), sagemaker.featuresNow(), sagemaker.throttledNow()] },
    { title: 'Pipelines', panels: [sagemaker.pipelineTable(), sagemaker.executions(), sagemaker.failedSteps()] },
    { title: 'Time that pipelines and their steps take', closed: true, panels: [sagemaker.executionTime(), sagemaker.stepTime()] },
    { title: 'Labeling', panels: [sagemaker.labelingTable(), sagemaker.labelingEnds(), sagemaker.tasks(), sagemaker.taskTime()] },
    { title: 'Feature Store', panels: [sagemaker.featureRequests(), sagemaker.featureErrors(), sagemaker.featureLatency(), sagemaker.featureUnits()] },
  ],
});
