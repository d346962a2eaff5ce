import { all, any, atLeast, has, says, type Clause } from '../logs/query.ts';
import { linkTo } from './link.ts';
import { lineGroups, lineStat, lineTable, lineValue } from './log-panel.ts';
import { found, inFamily, ofChosen, place } from './logs.ts';
import type { PanelSpec } from './panel.ts';

export const ofTraining: Clause = inFamily('ml-training', ofChosen('cluster', 'namespace', 'workload', 'pod', 'node', 'severity'));

const workload = { ...place.workload, link: linkTo('training', 'How the job does', { cell: 'this_workload' }) };

/** NCCL writes much at the level INFO that is no trouble. */
const nccl = all(
  says('NCCL', 'ProcessGroupNCCL', 'ncclInternalError', 'ncclSystemError', 'ncclRemoteError', 'ncclUnhandledCudaError', 'Watchdog caught collective operation timeout'),
  any(atLeast('warn'), says('WARN', 'timeout', 'timed out', 'unhandled', 'abort', 'aborting', 'aborted', 'failed')),
);
const outOfMemory = says('out of memory', 'OutOfMemoryError', 'torch.OutOfMemoryError', 'torch.cuda.OutOfMemoryError', 'OOMKilled', 'oom kill', 'Cannot allocate memory', 'CUBLAS_STATUS_ALLOC_FAILED');
const cuda = says('CUDA error', 'CUDA failure', 'illegal memory access', 'device side assert', 'unspecified launch failure', 'uncorrectable ECC error', 'CUBLAS_STATUS_EXECUTION_FAILED', 'CUDNN_STATUS_EXECUTION_FAILED', 'cudaErrorLaunchFailure', 'GPU has fallen off the bus');
const notANumber = says('loss nan', 'loss is nan', 'loss inf', 'loss is inf', 'nan loss', 'train_loss nan', 'grad norm nan', 'grad_norm nan', 'gradient norm nan', 'norm is nan', 'non finite', 'NaN or Inf', 'nan detected', 'found nan', 'gradient overflow', 'loss diverged');

const finder = (key: string, title: string, description: string, query: Clause): PanelSpec =>
  lineStat({ key, title, description, query: all(query, ofTraining), thresholds: { better: 'lower', warning: 1, critical: 10 } });

const advice = {
  nccl: 'A timeout names the collective and the ranks that waited; the rank to look for is the one that does not write it. A system error: look at the network and at the health of its node.',
  outOfMemory: 'Of the GPU: a smaller batch, checkpointing of activations, or more sharding. Of the container (OOMKilled): its memory limit, workers of the data loader, or pinned memory.',
  cuda: 'Once, in one program: an index out of range mostly. On one node only, in whichever program: the GPU. Compare with the Xid errors on GPU health.',
  notANumber: 'Look at the learning rate, at the batch of that step, and at the loss scale. If only one rank has it, look at its GPU. Go back to the checkpoint before.',
};

export const ncclNow = (): PanelSpec => finder('nccl-now', 'NCCL', `Lines about trouble of NCCL. ${advice.nccl}`, nccl);
export const outOfMemoryNow = (): PanelSpec => finder('oom-now', 'Out of memory', `Lines about memory that ran out. ${advice.outOfMemory}`, outOfMemory);
export const cudaNow = (): PanelSpec => finder('cuda-now', 'CUDA', `Lines about errors of CUDA. ${advice.cuda}`, cuda);
export const notANumberNow = (): PanelSpec => finder('nan-now', 'Not a number', `Lines about losses or gradients that are no numbers. ${advice.notANumber}`, notANumber);

export const firstErrors = (): PanelSpec => lineGroups({
  key: 'first-errors', title: 'Who failed first', height: 10, none: 'No errors', query: all(atLeast('error'), ofTraining), most: 50,
  description: 'The first error of each pod in the chosen time, the earliest above. In a job that works in step all ranks fail within minutes of each other, and only the first one says why: begin there.',
  by: [place.pod, workload, place.node],
  metrics: [{ metric: { type: 'min', field: '@timestamp' }, title: 'First error' }, { metric: { type: 'count' }, title: 'Errors' }],
  sort: { column: 'First error', desc: false },
});

export const ncclLines = (): PanelSpec[] => found('nccl', 'NCCL trouble', advice.nccl, all(nccl, ofTraining));
export const outOfMemoryLines = (): PanelSpec[] => found('oom', 'Out of memory', advice.outOfMemory, all(outOfMemory, ofTraining));
export const cudaLines = (): PanelSpec[] => found('cuda', 'CUDA errors', advice.cuda, all(cuda, ofTraining));
export const notANumberLines = (): PanelSpec[] => found('nan', 'Not a number', advice.notANumber, all(notANumber, ofTraining));

export const lossInLines = (): PanelSpec => lineValue({
  key: 'loss', title: 'Loss, as the lines say it', query: all(has('loss'), ofTraining), metric: 'avg', field: 'loss', by: 'workload',
  description: 'Mean of the losses that structured lines state (field `loss`), for each workload. Should fall, and then level out. For programs that write lines and expose no metrics; with metrics the dashboard Training shows more.',
});

export const gradientsInLines = (): PanelSpec => lineValue({
  key: 'grad-norm', title: 'Gradient norm, as the lines say it', query: all(has('grad_norm'), ofTraining), metric: 'max', field: 'grad_norm', by: 'workload',
  description: 'The greatest norm of the gradients that structured lines state (field `grad_norm`). Spikes come before a loss that is not a number: lower the learning rate, or clip.',
});

export const steps = (): PanelSpec => lineTable({
  key: 'steps', title: 'Last steps', query: all(has('step'), ofTraining),
  description: 'The newest structured lines that name a step. Steps that stand still in all ranks: the job hangs; in one rank: that rank does.',
  columns: [workload, place.pod, { field: 'rank', title: 'Rank', width: 60 }, { field: 'epoch', title: 'Epoch', width: 70 }, { field: 'step', title: 'Step', width: 90 }, { field: 'loss', title: 'Loss' }, { field: 'grad_norm', title: 'Gradient norm' }, { field: 'learning_rate', title: 'Learning rate' }, { field: 'duration', title: 'Took' }],
});
