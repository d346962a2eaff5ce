import type { PanelSpec } from '../panel.ts';
import { middleAndTail, panelsOf, rate } from './engine.ts';
import { servedAs } from './select.ts';

const panel = panelsOf('kserve', 'kserve');

const steps = [
  { key: 'preprocess', title: 'Time before the model', about: 'Reading and preparing a request. Long: the transformer, or large inputs.' },
  { key: 'predict', title: 'Time of the model', about: 'What the model itself takes. Long: the model, its hardware, or too many requests for a replica.' },
  { key: 'postprocess', title: 'Time after the model', about: 'Preparing the answer.' },
];

/** KServe's own model servers; those that run vLLM or Triton tell more in the rows of these. */
export const kservePanels = (): PanelSpec[] => [
  panel({
    key: 'requests', title: 'Predictions', unit: 'requests/second', width: 12, description: 'Requests that reached a model.',
    queries: [{ expr: `sum by (model_name) (${rate(`request_predict_seconds_count{${servedAs}}`)})`, legend: '{{model_name}}' }],
  }),
  ...steps.map(({ key, title, about }) => panel({ key, title, unit: 'seconds', width: 12, description: about, queries: middleAndTail(`request_${key}_seconds`, servedAs, 'model_name', '{{model_name}}') })),
];
