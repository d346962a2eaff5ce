import { training } from '../../../../dashboards-src/signals/training.ts';
import { watching } from '../watching.ts';

export const trainingRestarts = watching({
  name: 'training-restarts',
  about: 'training jobs that failed, or start again and again',
  measured: training.name,
  alerts: [{ alert: 'TrainingJobFailed' }, { alert: 'TrainingRestartLoop' }, { alert: 'TrainingTimeLost' }],
});
