import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import { watching } from '../watching.ts';

export const straggler = watching({
  name: 'straggler',
  about: 'GPUs and replicas that do far less than their peers',
  measured: reporting.at('cluster'),
  alerts: [{ alert: 'TrainingStraggler' }, { alert: 'GPUReplicaFarBelowPeers' }],
});
