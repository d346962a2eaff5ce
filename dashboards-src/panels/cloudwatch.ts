import * as cloudwatch from '../signals/cloudwatch.ts';
import { about, stat, timeseries, type PanelSpec } from './panel.ts';

const inCluster = 'cluster=~"$cluster"';

export const answersNow = (): PanelSpec => stat({
  ...about(cloudwatch.cloudWatchAnswers), key: 'cloudwatch-answers', title: 'Answers, last half hour', width: 6, height: 8, thresholds: { better: 'higher', warning: 1, critical: 1 }, query: { expr: `sum(${cloudwatch.cloudWatchAnswers.name}{${inCluster}})`, legend: 'answers' },
});
export const costNow = (): PanelSpec => stat({ ...about(cloudwatch.cloudWatchCost), key: 'cloudwatch-cost', width: 6, height: 8, query: { expr: `sum(${cloudwatch.cloudWatchCost.name}{${inCluster}})`, legend: 'per hour' } });
export const requests = (): PanelSpec => timeseries({ ...about(cloudwatch.cloudWatchRequests), key: 'cloudwatch-requests', width: 6, legend: 'below', queries: [{ expr: `sum by (api_name) (${cloudwatch.cloudWatchRequests.name}{${inCluster}})`, legend: '{{api_name}}' }] });
export const errors = (): PanelSpec => timeseries({ ...about(cloudwatch.cloudWatchErrors), key: 'cloudwatch-errors', width: 6, legend: 'below', queries: [{ expr: `max by (cluster) (${cloudwatch.cloudWatchErrors.name}{${inCluster}})`, legend: '{{cluster}}' }] });
