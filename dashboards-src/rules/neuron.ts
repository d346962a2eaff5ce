import { neuronSignals } from '../signals/neuron.ts';
import { ruleGroup } from './define.ts';

export const neuronRules = ruleGroup('observability.neuron', neuronSignals);
