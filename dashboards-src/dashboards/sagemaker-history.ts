import { historyRows } from '../sagemaker/history.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const sagemakerHistoryDashboard = dashboard({
  name: 'sagemaker-history',
  title: 'SageMaker history',
  description: 'What was it like months ago? All metrics of SageMaker as CloudWatch keeps them, asked there itself: beyond what Prometheus remembers, and without an exporter.',
  folder: platform,
  tags: ['sagemaker', 'cloudwatch'],
  variables: [variables.awsRegion()],
  rows: historyRows.map(({ title, panels }, index) => ({ title, panels, closed: index > 0 })),
  from: 'now-90d',
});
