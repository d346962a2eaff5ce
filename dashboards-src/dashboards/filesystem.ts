import * as filesystem from '../panels/filesystem.ts';
import { nodeDisk, volumeUsed } from '../signals/filesystem.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const filesystemDashboard = dashboard({
  name: 'filesystem',
  title: 'File systems',
  description: 'Is there space, and does storage keep up with training: Lustre, volumes and the disks of the nodes?',
  folder: platform,
  tags: ['storage', 'lustre'],
  variables: [
    variables.cluster(nodeDisk.name),
    variables.namespace(`${volumeUsed.name}{cluster=~"$cluster"}`),
    variables.node(`${nodeDisk.name}{cluster=~"$cluster"}`),
  ],
  rows: [
    { title: 'Now', panels: [filesystem.volumeNow(), filesystem.fillingNow(), filesystem.lustreNow(), filesystem.diskNow(), filesystem.latencyNow(), filesystem.stalledNow()] },
    {
      title: 'Lustre, as the nodes see it', requires: ['lustre'],
      panels: [filesystem.lustreUsed(), filesystem.lustreThroughput(), filesystem.unhealthyClients(), filesystem.lustreInodes(), filesystem.lustreOperations(), filesystem.lnetErrors()],
    },
    { title: 'Volumes', panels: [filesystem.volumes()] },
    { title: 'Disks of the nodes', panels: [filesystem.fullest(), filesystem.stalled(), filesystem.latency(), filesystem.diskThroughput()] },
    { title: 'Node by node', closed: true, panels: [filesystem.nodes(), filesystem.busy()] },
    { title: 'Lustre by node', closed: true, requires: ['lustre'], panels: [filesystem.lustreReadByNode(), filesystem.lustreWrittenByNode(), filesystem.lustreWait()] },
  ],
});
