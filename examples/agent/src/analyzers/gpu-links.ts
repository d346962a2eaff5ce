import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const gpuLinks = watching({
  name: 'gpu-links',
  about: 'NVLink and PCIe connections that make errors',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'GPUNvlinkErrors', when: 'window' }, { alert: 'GPUPcieReplays' }],
});
