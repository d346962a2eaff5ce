import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const gpuApplicationErrors = watching({
  name: 'gpu-application-errors',
  about: 'Xid errors that programs cause',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'GPUXidApplicationError', when: 'window' }],
});
