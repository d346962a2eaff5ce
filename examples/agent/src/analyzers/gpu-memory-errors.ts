import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const gpuMemoryErrors = watching({
  name: 'gpu-memory-errors',
  about: 'GPU memory that loses data, or waits to be repaired',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'GPUDoubleBitEccError', when: 'window' }, { alert: 'GPURowRemapFailure' }, { alert: 'GPURowRemapPending' }, { alert: 'GPUXidMemoryRepaired', when: 'window' }],
});
