import * as gpu from '../panels/gpu.ts';
import { memoryUsed, reporting } from '../signals/gpu.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const gpuFleet = dashboard({
  name: 'gpu-fleet',
  title: 'GPU fleet',
  description: 'Do the GPUs do useful work, who holds them, and which nodes lag behind?',
  folder: platform,
  tags: ['gpu'],
  variables: [
    variables.cluster(reporting.at('cluster')),
    variables.namespace(`${reporting.at('namespace')}{cluster=~"$cluster", namespace!=""}`),
    variables.node(`${reporting.at('node')}{cluster=~"$cluster"}`),
    variables.thisNode(`${reporting.at('node')}{cluster=~"$cluster", node=~"$node"}`),
    variables.gpu(`${memoryUsed.at('gpu')}{cluster=~"$cluster", node="$this_node"}`),
  ],
  rows: [
    { title: 'Now', panels: [gpu.total(), gpu.allocated(), gpu.free(), gpu.idle(), gpu.tensorNow(), gpu.smNow()] },
    { title: 'Useful work', panels: [gpu.usefulWork(), gpu.allocation()] },
    { title: 'By namespace', panels: [gpu.allocatedByNamespace(), gpu.tensorByNamespace(), gpu.idlePods()] },
    { title: 'By node', requires: ['dcgm'], panels: [gpu.tensorByNode(), gpu.byNode()] },
    {
      title: 'GPUs of this node', requires: ['dcgm'], closed: true,
      panels: [
        gpu.tensorOfGpu(), gpu.smOfGpu(), gpu.dramOfGpu(),
        gpu.busyOfGpu(), gpu.memoryOfGpu(), gpu.occupancyOfGpu(),
        gpu.powerOfGpu(), gpu.temperatureOfGpu(), gpu.pcieOfGpu(),
      ],
    },
  ],
});
