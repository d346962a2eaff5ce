import { watching } from '../watching.ts';

export const modelQuality = watching({
  name: 'model-quality',
  about: 'models whose answers get worse',
  measured: 'model:accuracy:ratio or model:data_drift:score or model:ml_requests:rate5m',
  alerts: ['ModelAccuracyLow', 'ModelAccuracyDropped', 'ModelDataDrift', 'ModelErrorsHigh', 'ModelLatencyHigh'].map((alert) => ({ alert })),
});
