import { levels } from '../signals/define.ts';
import { executions, featureErrors, featureRequests, labelingEnds, objects, throttled } from '../signals/sagemaker-pipelines.ts';
import { alert, type AlertGroup } from './define.ts';

const place = '(account {{ $labels.account_id }}, {{ $labels.region }})';
const feature = levels.feature_group.join(', ');
const labeling = levels.labeling_job.join(', ');
const group = '{{ if $labels.feature_group_name }} on {{ $labels.feature_group_name }}{{ end }}';

const executionFailed = alert({
  name: 'SageMakerPipelineFailed', tier: 'warning', for: '0s', requires: ['sagemaker'],
  threshold: { default: 0, unit: 'count', description: 'Executions of a pipeline that may fail within an hour.' },
  expr: (threshold) => `round(${executions.name}{state="failed"}) > ${threshold}`,
  summary: 'SageMaker pipeline {{ $labels.pipeline_name }} failed',
  description: `Executions of pipeline {{ $labels.pipeline_name }} ${place} that failed within an hour: {{ $value }}.`,
  runbook: {
    meaning: 'An execution of the pipeline ended as failed.',
    impact: 'What it makes (a model, data, an evaluation) is missing or old.',
    diagnosis: 'Dashboard *SageMaker pipelines, labeling and Feature Store*, *Steps that failed*: which step? `aws sagemaker list-pipeline-execution-steps` has the reason, and the job behind the step has a log.',
    mitigation: 'Mend the step and go on from it: `aws sagemaker retry-pipeline-execution`.',
  },
});

const labelingFailed = alert({
  name: 'SageMakerLabelingJobFailed', tier: 'warning', for: '0s', requires: ['sagemaker'],
  threshold: { default: 0, unit: 'count', description: 'Labeling jobs that may fail within an hour.' },
  expr: (threshold) => `round(${labelingEnds.name}{state="failed"}) > ${threshold}`,
  summary: 'A SageMaker labeling job failed',
  description: `Labeling jobs ${place} that failed within an hour: {{ $value }}{{ if $labels.labeling_job_name }} ({{ $labels.labeling_job_name }}){{ end }}.`,
  runbook: {
    meaning: 'A labeling job of Ground Truth ended as failed.',
    impact: 'No labels come any more; what people have labeled is kept in its output.',
    diagnosis: '`aws sagemaker describe-labeling-job` has the reason; the log group `/aws/sagemaker/LabelingJobs` what went before. Often the role may not read the data, or the manifest has a line that is none.',
    mitigation: 'Mend it, and start a new job with the output manifest as its input: it goes on with what is left.',
  },
});

const objectsFailed = alert({
  name: 'SageMakerLabelingObjectsFailed', tier: 'warning', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of the objects of a labeling job that may fail.' },
  expr: (threshold) => [
    `sum by (${labeling}) (${objects.name}{labeled="failed"})`,
    `/ (sum by (${labeling}) (${objects.name}{labeled="failed"}) + sum by (${labeling}) (${objects.name}{labeled="in all"}))`,
    `> ${threshold}`,
  ].join('\n'),
  summary: 'Labeling job {{ $labels.labeling_job_name }} fails {{ $value | humanizePercentage }} of its objects',
  description: `Labeling job {{ $labels.labeling_job_name }} ${place} could not have {{ $value | humanizePercentage }} of its objects labeled.`,
  runbook: {
    meaning: 'Objects of the job come back without a label: nobody took them in time, or they could not be shown.',
    impact: 'Labels are missing, and where the same kind of object fails, the data set is skewed.',
    diagnosis: 'The output manifest has the reason for each object. Dashboard *SageMaker pipelines, labeling and Feature Store*: do workers decline or return tasks, does anybody work?',
    mitigation: 'Mend the objects or the template, raise the time for a task, and label the rest in a new job.',
  },
});

const featureStoreThrottled = alert({
  name: 'SageMakerFeatureStoreThrottled', tier: 'warning', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.01, unit: 'ratio', description: 'Share of the requests to the Feature Store that may be throttled.' },
  expr: (threshold) => `${throttled.name} > ${threshold}`,
  summary: 'The Feature Store throttles {{ $value | humanizePercentage }} of {{ $labels.operation_name }}',
  description: `The Feature Store ${place} throttles {{ $value | humanizePercentage }} of {{ $labels.operation_name }}${group}.`,
  runbook: {
    meaning: 'More is asked of a feature group than its capacity or the quota of the account allows.',
    impact: 'Requests are answered late, after the SDK has asked again, or not at all: models then work with features that are missing or old.',
    diagnosis: 'Dashboard *SageMaker pipelines, labeling and Feature Store*, row *Feature Store*: which operation, since when, and is it load that was expected (a backfill)?',
    mitigation: 'Raise the provisioned throughput, set the feature group to on demand, spread a backfill, ask in batches, or ask AWS for a higher quota.',
  },
});

const featureStoreErrors = alert({
  name: 'SageMakerFeatureStoreErrors', tier: 'warning', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of the requests to the Feature Store that may be answered with 5xx.' },
  expr: (threshold) => `max by (${feature}) (${featureErrors.name}{kind="server"}) > ${threshold}\nand on (${feature}) ${featureRequests.name} > 0.01`,
  summary: 'The Feature Store fails {{ $value | humanizePercentage }} of {{ $labels.operation_name }}',
  description: `The Feature Store ${place} answers {{ $value | humanizePercentage }} of {{ $labels.operation_name }}${group} with 5xx.`,
  runbook: {
    meaning: 'The Feature Store itself fails requests.',
    impact: 'Features are missing where a model needs them.',
    diagnosis: 'AWS Health Dashboard of the region; dashboard *SageMaker pipelines, labeling and Feature Store*: all feature groups or one?',
    mitigation: 'Let the callers ask again with growing pauses and fall back to defaults; open a case at AWS.',
  },
});

export const sagemakerPipelineAlerts: AlertGroup = { name: 'observability.sagemaker-pipelines.alerts', alerts: [executionFailed, labelingFailed, objectsFailed, featureStoreThrottled, featureStoreErrors] };
