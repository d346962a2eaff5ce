import { nodeDisk } from '../../../../dashboards-src/signals/filesystem.ts';
import { watching } from '../watching.ts';

export const disks = watching({
  name: 'disks',
  about: 'volumes and disks of nodes that fill up, and nodes that wait for storage',
  measured: nodeDisk.name,
  alerts: [{ alert: 'VolumeFullWithinHours' }, { alert: 'NodeDiskNearEviction' }, { alert: 'OpenSearchDiskAlmostFull' }, { alert: 'NodeStalledByStorage' }],
});
