import { trainingLoss } from '../../../../dashboards-src/signals/training.ts';
import { watching } from '../watching.ts';

export const lossDiverging = watching({
  name: 'loss-diverging',
  about: 'training whose loss rises',
  measured: trainingLoss.name,
  alerts: [{ alert: 'TrainingLossDiverging' }],
});
