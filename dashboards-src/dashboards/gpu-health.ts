import * as gpu from '../panels/gpu.ts';
import * as health from '../panels/gpu-health.ts';
import { kernelTrouble, kernelXids } from '../panels/logs-system.ts';
import { reporting, utilization } from '../signals/gpu.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const gpuHealth = dashboard({
  name: 'gpu-health',
  title: 'GPU health',
  description: 'Which GPUs are broken, hot, slowed down or silent, and what is to be done about it?',
  folder: platform,
  tags: ['gpu'],
  variables: [
    variables.cluster(reporting.at('cluster')),
    variables.node(`${reporting.at('node')}{cluster=~"$cluster"}`),
    variables.thisNode(`${reporting.at('node')}{cluster=~"$cluster", node=~"$node"}`),
    variables.gpu(`${utilization.name}{cluster=~"$cluster", node="$this_node"}`),
  ],
  rows: [
    {
      title: 'Now', requires: ['dcgm'],
      panels: [health.reportingNow(), health.lostNow(), health.silentNow(), health.hardwareXidsNow(), health.uncorrectedNow(), health.remapPendingNow(), health.remapFailedNow(), health.slowedByHeatNow()],
    },
    { title: 'Errors', requires: ['dcgm'], panels: [health.xidsByClass(), health.xidsByNode(), health.faultyNodes()] },
    { title: 'Heat and power', requires: ['dcgm'], panels: [health.hottest(), health.hottestMemory(), health.throttledByReason(), health.powerOfFleet()] },
    { title: 'Memory and links by node', requires: ['dcgm'], closed: true, panels: [health.correctedByNode(), health.uncorrectedByNode(), health.nvlinkByNode(), health.pcieByNode()] },
    {
      title: 'GPUs of this node', requires: ['dcgm'], closed: true,
      panels: [
        health.memoryOfGpus(),
        gpu.temperatureOfGpu(), gpu.memoryTemperatureOfGpu(), gpu.powerOfGpu(),
        health.throttledOfGpu(), health.slowedByHeatOfGpu(), health.slowedByPowerOfGpu(),
        health.nvlinkErrorsOfGpu(), health.pcieReplaysOfGpu(),
      ],
    },
    { title: 'Clocks and NVLink traffic of the chosen node', requires: ['dcgm'], closed: true, panels: [health.clocks(), health.memoryClocks(), health.nvlinkBandwidth()] },
    { title: 'What the kernels say', requires: ['opensearch', 'fluentbit'], closed: true, panels: [kernelXids(), kernelTrouble()] },
  ],
});
