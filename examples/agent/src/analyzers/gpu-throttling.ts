import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const gpuThrottling = watching({
  name: 'gpu-throttling',
  about: 'GPUs slowed down by heat or by a lowered power limit',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'GPUThermalThrottling' }, { alert: 'GPUPowerThrottling' }],
});
