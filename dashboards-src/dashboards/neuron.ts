import * as neuron from '../panels/neuron.ts';
import { neuronReporting } from '../signals/neuron.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

export const neuronDashboard = dashboard({
  name: 'neuron',
  title: 'Neuron',
  description: 'Do the Trainium and Inferentia devices do useful work, and which of them fail?',
  folder: platform,
  tags: ['neuron'],
  variables: [variables.cluster(neuronReporting.at('cluster')), variables.node(`${neuronReporting.name}{cluster=~"$cluster"}`), variables.thisNode(`${neuronReporting.name}{cluster=~"$cluster", node=~"$node"}`)],
  rows: [
    { title: 'Now', requires: ['neuron'], panels: [neuron.reportingNow(), neuron.inUseNow(), neuron.busyNow(), neuron.idleNow(), neuron.failedNow(), neuron.uncorrectedNow()] },
    { title: 'Work', requires: ['neuron'], panels: [neuron.cores(), neuron.utilization(), neuron.executions(), neuron.latency()] },
    { title: 'Errors', requires: ['neuron'], panels: [neuron.errors(), neuron.eccEvents()] },
    { title: 'By node', requires: ['neuron'], panels: [neuron.byNode()] },
    { title: 'Memory', requires: ['neuron'], closed: true, panels: [neuron.memoryByKind(), neuron.memory()] },
    { title: 'NeuronCores of this node', requires: ['neuron'], closed: true, panels: [neuron.utilizationOfCore(), neuron.tensorsOfCore(), neuron.hostCpu(), neuron.hostMemory()] },
  ],
});
