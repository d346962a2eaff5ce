import { watching } from '../watching.ts';

export const autoscaling = watching({
  name: 'autoscaling',
  about: 'autoscalers at their limit, or without what they scale by',
  measured: 'namespace:hpa_replicas:count',
  alerts: [{ alert: 'KedaScalerErrors' }, { alert: 'KedaGone' }, { alert: 'AutoscalerAtLimit' }],
});
