import { cost } from '../../../../dashboards-src/signals/cost.ts';
import { watching } from '../watching.ts';

export const costOutliers = watching({
  name: 'cost-outliers',
  about: 'costs that jump, or are above their budget',
  measured: cost.at('cluster'),
  alerts: [{ alert: 'NamespaceCostJump' }, { alert: 'NamespaceBudgetExceeded' }, { alert: 'ClusterBudgetExceeded' }],
  // The alert's value is the growth itself, in dollars an hour.
  enrich: async (finding, { value }) => (finding.runbooks.includes('NamespaceCostJump') ? { ...finding, cost: { amount: value, unit: 'dollars/hour', assumption: 'what the namespace costs more than in the week before, as OpenCost prices it' } } : finding),
});
