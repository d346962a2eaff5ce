import * as panels from '../panels/model-quality.ts';
import { accuracy, drift, requests, serversUp } from '../signals/model-quality.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

/** A model is known by whatever is reported of it. */
const reported = (matchers: string): string => `{__name__=~"${[accuracy, requests, drift, serversUp].map(({ name }) => name).join('|')}"${matchers}}`;

export const modelQualityDashboard = dashboard({
  name: 'model-quality',
  title: 'Model quality',
  description: 'Are the answers of the models still right, for which version and on which data, and what does an answer cost?',
  folder: platform,
  tags: ['model quality', 'inference'],
  from: 'now-2d',
  variables: [
    variables.cluster(reported('')),
    variables.namespace(reported(', cluster=~"$cluster"')),
    variables.model(reported(', cluster=~"$cluster", namespace=~"$namespace"')),
  ],
  rows: [
    { title: 'Now', requires: ['annotated'], panels: [panels.accuracyNow(), panels.driftingNow(), panels.requestsNow(), panels.errorsNow(), panels.latencyNow(), panels.costNow()] },
    { title: 'Accuracy', requires: ['annotated'], panels: [panels.accuracyOverTime(), panels.versions()] },
    { title: 'Data', requires: ['annotated'], panels: [panels.driftOverTime(), panels.features()] },
    { title: 'Inference', requires: ['annotated'], panels: [panels.requestRate(), panels.errorShare(), panels.latencies(), panels.servers(), panels.costOverTime(), panels.costPerThousand()] },
  ],
});
