import type { AlertGroup } from './define.ts';
import { gpuAlerts } from './gpu.ts';
import { neuronAlerts } from './neuron.ts';

export { alertingRule } from './define.ts';
export type { Alert, AlertGroup, AlertingRule, Tier } from './define.ts';

/** Every alert of the chart. */
export const alertGroups: readonly AlertGroup[] = [gpuAlerts, neuronAlerts];
