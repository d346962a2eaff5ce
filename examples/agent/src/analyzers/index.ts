import type { Analyzer } from '../analyzer.ts';
import { autoscaling } from './autoscaling.ts';
import { checkpoints } from './checkpoints.ts';
import { collectiveHang } from './collective-hang.ts';
import { costOutliers } from './cost-outliers.ts';
import { crashLoop } from './crash-loop.ts';
import { deviceMemory } from './device-memory.ts';
import { disks } from './disks.ts';
import { gpuApplicationErrors } from './gpu-application-errors.ts';
import { gpuHardware } from './gpu-hardware.ts';
import { gpuIdle } from './gpu-idle.ts';
import { gpuLinks } from './gpu-links.ts';
import { gpuMemoryErrors } from './gpu-memory-errors.ts';
import { gpuMissing } from './gpu-missing.ts';
import { gpuThrottling } from './gpu-throttling.ts';
import { hostMemory } from './host-memory.ts';
import { imagePull } from './image-pull.ts';
import { inferenceDown } from './inference-down.ts';
import { inferenceErrors } from './inference-errors.ts';
import { inferenceLatency } from './inference-latency.ts';
import { inferenceSaturation } from './inference-saturation.ts';
import { kueueAdmission } from './kueue-admission.ts';
import { logDelivery } from './log-delivery.ts';
import { lossDiverging } from './loss-diverging.ts';
import { lossNotANumber } from './loss-not-a-number.ts';
import { lowUsefulWork } from './low-useful-work.ts';
import { modelQuality } from './model-quality.ts';
import { ncclErrors } from './nccl-errors.ts';
import { network } from './network.ts';
import { neuronErrors } from './neuron-errors.ts';
import { neuronIdle } from './neuron-idle.ts';
import { nodes } from './nodes.ts';
import { pendingPods } from './pending-pods.ts';
import { queues } from './queues.ts';
import { rayNodes } from './ray-nodes.ts';
import { rayOperator } from './ray-operator.ts';
import { rayServe } from './ray-serve.ts';
import { rayWork } from './ray-work.ts';
import { sharedFilesystem } from './shared-filesystem.ts';
import { straggler } from './straggler.ts';
import { telemetry } from './telemetry.ts';
import { trainingRestarts } from './training-restarts.ts';
import { trainingStalled } from './training-stalled.ts';

/** Every analyzer. */
export const analyzers: readonly Analyzer[] = [
  pendingPods, imagePull, kueueAdmission, queues, autoscaling,
  gpuIdle, lowUsefulWork, straggler, gpuThrottling,
  gpuHardware, gpuApplicationErrors, gpuMemoryErrors, gpuLinks, gpuMissing, nodes,
  collectiveHang, ncclErrors, trainingStalled, trainingRestarts, lossNotANumber, lossDiverging, checkpoints,
  hostMemory, deviceMemory, crashLoop,
  inferenceSaturation, inferenceLatency, inferenceDown, inferenceErrors, modelQuality,
  rayNodes, rayWork, rayServe, rayOperator,
  neuronErrors, neuronIdle,
  network, sharedFilesystem, disks,
  costOutliers, telemetry, logDelivery,
];
