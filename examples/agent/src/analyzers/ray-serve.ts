import { nodes } from '../../../../dashboards-src/signals/ray.ts';
import { watching } from '../watching.ts';

export const rayServe = watching({
  name: 'ray-serve',
  about: 'Ray Serve applications that are down, fail or queue',
  measured: nodes.name,
  alerts: [{ alert: 'RayServeApplicationDown' }, { alert: 'RayServeReplicasUnhealthy' }, { alert: 'RayServeErrors' }, { alert: 'RayServeQueueing' }],
});
