import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const gpuIdle = watching({
  name: 'gpu-idle',
  about: 'workloads that hold GPUs and do not use them',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'GPUAllocatedIdle' }],
});
