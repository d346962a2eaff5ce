import { schema, type Values } from '../values-schema/index.ts';
import { valuesOf, type ValueSchema } from './helm/index.ts';

/** Identity of the chart. */
export const chartInfo = {
  name: 'observability',
  /** The release workflow sets it from the tag. */
  version: process.env['OBSERVABILITY_VERSION'] || '0.1.0',
  description: 'Are the GPUs of this cluster doing useful work, and if not, why? Metrics, dashboards, logs, cost and alerts for AI on Kubernetes, each behind one toggle.',
  kubeVersion: '>=1.28.0-0',
} as const;

/** The values of the chart's user, as references for templates. */
export const values = valuesOf<Values>(schema as unknown as ValueSchema);
