import { podModel } from '../../../../dashboards-src/signals/inference/replicas.ts';
import { watching } from '../watching.ts';

export const inferenceDown = watching({
  name: 'inference-down',
  about: 'models and replicas that answer nobody',
  measured: `last_over_time(${podModel.name}[6h])`,
  alerts: [{ alert: 'InferenceModelDown' }, { alert: 'InferenceReplicaSilent' }, { alert: 'InferencePoolEmpty' }],
});
