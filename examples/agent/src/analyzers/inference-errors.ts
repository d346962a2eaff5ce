import { podModel } from '../../../../dashboards-src/signals/inference/replicas.ts';
import { watching } from '../watching.ts';

export const inferenceErrors = watching({
  name: 'inference-errors',
  about: 'requests that fail, or that clients give up',
  measured: podModel.name,
  alerts: [
    { alert: 'InferenceServerErrors' }, { alert: 'InferenceGatewayErrors' }, { alert: 'InferenceKVTransfersFail', when: 'window' }, { alert: 'InferenceRequestsAborted' },
    { alert: 'InferenceErrorBudgetFast' }, { alert: 'InferenceAvailabilityBudgetFast' },
  ],
});
