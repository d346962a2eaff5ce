import { training } from '../../../../dashboards-src/signals/training.ts';
import { watching } from '../watching.ts';

export const trainingStalled = watching({
  name: 'training-stalled',
  about: 'training jobs that run and make no steps',
  measured: training.name,
  alerts: [{ alert: 'TrainingStalled' }],
});
