import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const gpuMissing = watching({
  name: 'gpu-missing',
  about: 'GPUs that their node has lost, or that no pod can get',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'GPULost' }, { alert: 'GPUUnhealthy' }],
});
