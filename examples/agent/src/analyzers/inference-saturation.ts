import { podModel } from '../../../../dashboards-src/signals/inference/replicas.ts';
import { watching } from '../watching.ts';

export const inferenceSaturation = watching({
  name: 'inference-saturation',
  about: 'models that get more than they can answer: queue, KV cache, preemptions',
  measured: podModel.name,
  alerts: [
    { alert: 'InferenceQueueGrowing' },
    { alert: 'InferenceKVCacheSaturated', nextStep: 'Add replicas, or let each hold less: a shorter `--max-model-len`, fewer `--max-num-seqs`, a KV cache of FP8.' },
    { alert: 'InferencePreemptions' },
  ],
});
