import { clusterSignals } from './cluster.ts';
import type { Signal } from './define.ts';
import { gpuSignals } from './gpu.ts';
import { neuronSignals } from './neuron.ts';
import { stackSignals } from './stack.ts';

/** Signals by subject, each subject in the order in which it is recorded. */
export const subjects: Readonly<Record<'gpu' | 'neuron' | 'cluster' | 'stack', readonly Signal[]>> = {
  gpu: gpuSignals, neuron: neuronSignals, cluster: clusterSignals, stack: stackSignals,
};

export const signals: readonly Signal[] = Object.values(subjects).flat();
