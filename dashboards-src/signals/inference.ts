import { draftAccepted, kvCacheUsed, preemptions, prefixCacheHit } from './inference/cache.ts';
import { gatewayErrors, gatewayRequests } from './inference/gateway.ts';
import { interToken, queueTime, requestDuration, stageTime, timeToFirstToken } from './inference/latency.ts';
import { down, podModel, replicas, workloadModel } from './inference/replicas.ts';
import { aborted, errors, requests, running, waiting } from './inference/requests.ts';
import { generationTokens, promptTokens } from './inference/tokens.ts';

/** In the order in which they must be recorded: what others read comes first. */
export const inferenceSignals = [
  podModel, workloadModel, replicas, down,
  requests, errors, aborted, running, waiting,
  timeToFirstToken, interToken, requestDuration, queueTime, stageTime,
  promptTokens, generationTokens,
  kvCacheUsed, prefixCacheHit, preemptions, draftAccepted,
  gatewayRequests, gatewayErrors,
];
