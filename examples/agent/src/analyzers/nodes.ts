import { watching } from '../watching.ts';

export const nodes = watching({
  name: 'nodes',
  about: 'nodes that are not ready or not well',
  measured: 'cluster:nodes:count',
  alerts: [{ alert: 'AcceleratorNodeNotReady' }, { alert: 'NodeUnhealthy' }],
});
