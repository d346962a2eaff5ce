import { nodes } from '../../../../dashboards-src/signals/ray.ts';
import { watching } from '../watching.ts';

export const rayNodes = watching({
  name: 'ray-nodes',
  about: 'Ray heads, nodes and workers that die',
  measured: `last_over_time(${nodes.name}[6h])`,
  alerts: [{ alert: 'RayHeadMissing' }, { alert: 'RayNodesRestarting' }, { alert: 'RayWorkersLost', when: 'window' }, { alert: 'RayOutOfMemoryKills', when: 'window' }, { alert: 'RayActorsRestarting' }],
});
