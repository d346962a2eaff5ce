import { neuronReporting } from '../../../../dashboards-src/signals/neuron.ts';
import { watching } from '../watching.ts';

export const neuronErrors = watching({
  name: 'neuron-errors',
  about: 'Trainium and Inferentia devices that fail',
  measured: neuronReporting.at('cluster'),
  alerts: [{ alert: 'NeuronHardwareErrors' }, { alert: 'NeuronMemoryErrors', when: 'window' }, { alert: 'NeuronExecutionFailures' }, { alert: 'NeuronDeviceUnhealthy' }],
});
