import { provisioned } from '../../../../dashboards-src/signals/kuberay.ts';
import { watching } from '../watching.ts';

export const rayOperator = watching({
  name: 'ray-operator',
  about: 'RayClusters, RayJobs and RayServices that do not come up',
  measured: `last_over_time(${provisioned.name}[6h])`,
  alerts: [{ alert: 'RayClusterNotProvisioned' }, { alert: 'RayJobFailed', when: 'window' }, { alert: 'RayServiceNotReady' }, { alert: 'KubeRayErrors' }, { alert: 'KubeRayGone' }],
});
