import { exporter, histogram, labelled, targetLabels } from './define.ts';

export const kserve = exporter({
  name: 'KServe model server',
  version: '0.11 to 0.16',
  source: 'kserve/kserve python/kserve/kserve/metrics.py',
  toggle: 'kserve',
  labels: [...targetLabels, 'node'],
  metrics: [
    ...labelled(['model_name'], [
      histogram('request_preprocess_seconds', 'seconds', 'Time before the model is asked.'),
      histogram('request_predict_seconds', 'seconds', 'Time that the model takes.'),
      histogram('request_postprocess_seconds', 'seconds', 'Time after the model has answered.'),
      histogram('request_explain_seconds', 'seconds', 'Time that an explanation takes.'),
    ]),
  ],
});
