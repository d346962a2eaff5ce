import * as logs from '../panels/logs.ts';
import * as training from '../panels/logs-training.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import { ofPods, ofWords } from './logs.ts';

export const logsTrainingDashboard = dashboard({
  name: 'logs-training',
  title: 'Logs: training',
  description: 'Which rank failed first, and was it NCCL, memory, CUDA, or a loss that is no number?',
  folder: platform,
  tags: ['logs', 'training'],
  variables: [...ofPods, ...ofWords],
  rows: [
    { title: 'Now', panels: [logs.total(training.ofTraining), logs.errorTotal(training.ofTraining), training.ncclNow(), training.outOfMemoryNow(), training.cudaNow(), training.notANumberNow()] },
    { title: 'How much, and how bad', panels: [logs.bySeverity(training.ofTraining), logs.byWorkload(training.ofTraining)] },
    { title: 'Errors', panels: [training.firstErrors(), logs.errorPatterns(training.ofTraining), logs.lastErrors(training.ofTraining)] },
    { title: 'NCCL', closed: true, panels: training.ncclLines() },
    { title: 'Out of memory', closed: true, panels: training.outOfMemoryLines() },
    { title: 'CUDA', closed: true, panels: training.cudaLines() },
    { title: 'Not a number', closed: true, panels: training.notANumberLines() },
    { title: 'Steps and loss', closed: true, panels: [training.lossInLines(), training.gradientsInLines(), training.steps()] },
    { title: 'Lines', panels: [logs.everyLine(training.ofTraining)] },
  ],
});
