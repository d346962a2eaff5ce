import { neuronReporting } from '../../../../dashboards-src/signals/neuron.ts';
import { watching } from '../watching.ts';

export const neuronIdle = watching({
  name: 'neuron-idle',
  about: 'Neuron devices that are held and not used',
  measured: neuronReporting.at('cluster'),
  alerts: [{ alert: 'NeuronAllocatedIdle' }],
});
