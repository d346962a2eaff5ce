import { lustreHealthy } from '../../../../dashboards-src/signals/filesystem.ts';
import { watching } from '../watching.ts';

export const sharedFilesystem = watching({
  name: 'shared-filesystem',
  about: 'Lustre file systems that are full, slow or cut off',
  measured: lustreHealthy.name,
  alerts: [{ alert: 'LustreAlmostFull' }, { alert: 'LustreInodesAlmostUsedUp' }, { alert: 'LustreClientUnhealthy' }, { alert: 'LustreNetworkErrors' }, { alert: 'LustreSlow' }],
});
