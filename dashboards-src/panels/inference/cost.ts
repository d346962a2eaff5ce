import { modelCost, tokenCost } from '../../signals/cost.ts';
import { about, linkTo, timeseries, type PanelSpec } from '../panel.ts';
import { ofModels } from './select.ts';

const toCost = linkTo('cost', 'Cost in these namespaces', { keep: ['cluster', 'namespace'] });

export const costPanels = (): PanelSpec[] => [
  timeseries({
    ...about(tokenCost), key: 'token-cost', link: toCost,
    queries: [{ expr: `max by (model, tokens) (${tokenCost.name}{${ofModels}})`, legend: '{{model}}, {{tokens}} tokens' }],
  }),
  timeseries({ ...about(modelCost), key: 'model-cost', title: 'Cost of each served model, per hour', link: toCost, queries: [{ expr: `sum by (model) (${modelCost.name}{${ofModels}})`, legend: '{{model}}' }] }),
];
