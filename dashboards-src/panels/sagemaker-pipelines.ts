import type { Signal } from '../signals/define.ts';
import * as pipelines from '../signals/sagemaker-pipelines.ts';
import { about, linkTo, stat, table, timeseries, type PanelSpec, type ValueColumn } from './panel.ts';
import { accountColumn, column, greatest, inAccount, quiet, regionColumn } from './sagemaker.ts';
import { whole } from './whole.ts';

const inPipeline = `${inAccount}, pipeline_name=~"$pipeline_name"`;
const of = (signal: Signal, ...more: string[]): string => `${signal.name}{${[inPipeline, ...more].join(', ')}}`;
const ofAccount = (signal: Signal, ...more: string[]): string => `${signal.name}{${[inAccount, ...more].join(', ')}}`;
const byPipeline = 'account_id, region, pipeline_name';
const toPipeline = linkTo('sagemaker-pipelines', 'Show only this pipeline', { keep: ['cluster', 'account_id', 'region'], labels: { pipeline_name: 'pipeline_name' } });
const noneRan = 'None within the hour';
const failed = { better: 'lower', warning: 1, critical: 5 } as const;

const runsNow = (state: string, title: string, more: Partial<Parameters<typeof stat>[0]> = {}): PanelSpec => stat({
  ...about(pipelines.executions), key: `${state}-now`, title, none: '0', query: { expr: whole(`sum(${of(pipelines.executions, `state="${state}"`)})`), legend: state }, ...more,
});

export const startedNow = (): PanelSpec => runsNow('started', 'Executions started, 1 h');
export const failedNow = (): PanelSpec => runsNow('failed', 'Executions failed, 1 h', { thresholds: failed });
export const labelingFailedNow = (): PanelSpec => stat({
  ...about(pipelines.labelingEnds), key: 'labeling-failed-now', title: 'Labeling failed, 1 h', none: '0', thresholds: failed, query: { expr: whole(`sum(${ofAccount(pipelines.labelingEnds, 'state="failed"')})`), legend: 'failed' },
});
export const workersNow = (): PanelSpec => stat({ ...about(pipelines.activeWorkers), key: 'workers-now', none: 'None', query: { expr: `sum(${ofAccount(pipelines.activeWorkers)})`, legend: 'workers' } });
export const featuresNow = (): PanelSpec => stat({ ...about(pipelines.featureRequests), key: 'features-now', title: 'Feature Store', none: quiet, query: { expr: `sum(${ofAccount(pipelines.featureRequests)})`, legend: 'requests' } });
export const throttledNow = (): PanelSpec => stat({ ...about(pipelines.throttled), key: 'throttled-now', title: 'Throttled, at most', none: quiet, query: { expr: `max(${ofAccount(pipelines.throttled)})`, legend: 'throttled' } });

const runs = (state: string, title: string, more: Partial<ValueColumn> = {}): ValueColumn =>
  ({ expr: whole(`sum by (${byPipeline}) (${of(pipelines.executions, `state="${state}"`)})`), title, unit: 'count', width: 100, ...more });

export const pipelineTable = (): PanelSpec => table({
  key: 'pipelines', title: 'Pipelines', requires: ['sagemaker'], none: noneRan,
  description: 'Executions within an hour, and how long those took that ended. One that failed: the graph below says at which step, its log has the cause.',
  labels: [{ label: 'pipeline_name', title: 'Pipeline', link: linkTo('sagemaker-pipelines', 'Show only this pipeline', { keep: ['cluster', 'account_id', 'region'], cell: 'pipeline_name' }) }, accountColumn, regionColumn],
  values: [
    runs('started', 'Started'), runs('succeeded', 'Succeeded'), runs('failed', 'Failed', { cell: 'colour', thresholds: failed }), runs('stopped', 'Stopped'),
    column(pipelines.executionTime, `max by (${byPipeline}) (${of(pipelines.executionTime)})`, 'Time, mean'),
  ],
  sort: { column: 'Failed', desc: true },
});

export const executions = (): PanelSpec => timeseries({
  ...about(pipelines.executions), key: 'executions', title: 'Executions within an hour', none: noneRan, colours: { failed: 'red', succeeded: 'green' },
  queries: [{ expr: `${whole(`sum by (state) (${of(pipelines.executions)})`)} > 0`, legend: '{{state}}' }],
});

export const failedSteps = (): PanelSpec => timeseries({
  ...about(pipelines.steps), key: 'failed-steps', title: 'Steps that failed, within an hour', none: 'None failed', link: toPipeline,
  queries: [{ expr: `${whole(`sum by (pipeline_name, step_name) (${of(pipelines.steps, 'state="failed"')})`)} > 0`, legend: '{{pipeline_name}} {{step_name}}' }],
});

export const executionTime = (): PanelSpec => timeseries({ ...about(pipelines.executionTime), key: 'execution-time', none: noneRan, link: toPipeline, queries: [{ expr: greatest(of(pipelines.executionTime), 'cluster, pipeline_name'), legend: '{{pipeline_name}}' }] });
export const stepTime = (): PanelSpec => timeseries({ ...about(pipelines.stepTime), key: 'step-time', none: noneRan, link: toPipeline, queries: [{ expr: greatest(of(pipelines.stepTime), 'cluster, pipeline_name, step_name'), legend: '{{pipeline_name}} {{step_name}}' }] });

const byLabeling = 'account_id, region, labeling_job_name';
const objects = (labeled: string, title: string, more: Partial<ValueColumn> = {}): ValueColumn => ({ expr: `max by (${byLabeling}) (${ofAccount(pipelines.objects, `labeled="${labeled}"`)})`, title, unit: 'count', ...more });

export const labelingTable = (): PanelSpec => table({
  key: 'labeling', title: 'Labeling jobs', requires: ['sagemaker'], none: 'No labeling job reports', width: 24, height: 8,
  description: 'Objects that each job has labeled so far, and who did it. Objects that fail are sent again by a new job: look at one of them in the output manifest first.',
  labels: [{ label: 'labeling_job_name', title: 'Labeling job' }, regionColumn],
  values: [objects('in all', 'Labeled'), objects('by people', 'By people'), objects('automatically', 'Automatically'), objects('failed', 'Failed', { cell: 'colour', thresholds: failed })],
  sort: { column: 'Failed', desc: true },
});

export const labelingEnds = (): PanelSpec => timeseries({
  ...about(pipelines.labelingEnds), key: 'labeling-ends', title: 'Labeling jobs that ended, within an hour', none: noneRan, width: 8, colours: { failed: 'red', succeeded: 'green' },
  queries: [{ expr: `${whole(`sum by (state) (${ofAccount(pipelines.labelingEnds)})`)} > 0`, legend: '{{state}}' }],
});
export const tasks = (): PanelSpec => timeseries({ ...about(pipelines.taskRate), key: 'tasks', none: 'Nobody labels now', width: 8, queries: [{ expr: `sum by (state) (${ofAccount(pipelines.taskRate)})`, legend: '{{state}}' }] });
export const taskTime = (): PanelSpec => timeseries({ ...about(pipelines.taskTime), key: 'task-time', none: 'Nobody labels now', width: 8, queries: [{ expr: ofAccount(pipelines.taskTime), legend: '{{labeling_job_name}}' }] });

const byFeature = 'cluster, feature_group_name, operation_name';
const legend = '{{feature_group_name}} {{operation_name}}';
const features = (signal: Signal, key: string, more: Partial<Parameters<typeof timeseries>[0]> = {}): PanelSpec => timeseries({ ...about(signal), key, none: quiet, queries: [{ expr: greatest(ofAccount(signal), byFeature), legend }], ...more });

export const featureRequests = (): PanelSpec => features(pipelines.featureRequests, 'feature-requests', { stacked: true });
export const featureErrors = (): PanelSpec => timeseries({
  key: 'feature-errors', title: 'Feature Store: failed and throttled', unit: 'ratio', requires: ['sagemaker'], none: 'None failed', thresholds: about(pipelines.featureErrors).thresholds,
  description: 'Share of the requests that were answered with 4xx (client) or 5xx (server), and that were throttled: raise the provisioned capacity, take the feature group on demand, or ask for less at once.',
  queries: [{ expr: `${ofAccount(pipelines.featureErrors)} > 0`, legend: `${legend} {{kind}}` }, { expr: `${ofAccount(pipelines.throttled)} > 0`, legend: `${legend} throttled` }],
});
export const featureLatency = (): PanelSpec => timeseries({
  ...about(pipelines.featureLatencyP99), key: 'feature-latency', title: 'Latency of the Feature Store', none: quiet, description: `Mean and 99 %. ${pipelines.featureLatencyP99.description}`,
  queries: [{ expr: greatest(ofAccount(pipelines.featureLatencyP99), byFeature, 8, ofAccount(pipelines.featureLatency)), legend: `${legend} 99 %` }, { expr: greatest(ofAccount(pipelines.featureLatency), byFeature, 8), legend: `${legend} mean` }],
});
export const featureUnits = (): PanelSpec => timeseries({ ...about(pipelines.featureUnits), key: 'feature-units', none: quiet, queries: [{ expr: `sum by (feature_group_name, kind) (${ofAccount(pipelines.featureUnits)})`, legend: '{{feature_group_name}} {{kind}}' }] });
