import { nodes } from '../../../../dashboards-src/signals/ray.ts';
import { watching } from '../watching.ts';

export const rayWork = watching({
  name: 'ray-work',
  about: 'Ray tasks that fail or find no place, and object stores that overflow',
  measured: nodes.name,
  alerts: [
    { alert: 'RayTasksFailing' }, { alert: 'RayTasksInfeasible' }, { alert: 'RayPlacementGroupsPending' }, { alert: 'RayNodesPending' }, { alert: 'RayObjectStoreFull' }, { alert: 'RayObjectStoreSpilling' },
  ],
});
