import { kvCacheUsed, preemptions } from '../signals/inference/cache.ts';
import { gatewayErrors, gatewayRequests } from '../signals/inference/gateway.ts';
import { down, podModel, replicas } from '../signals/inference/replicas.ts';
import { aborted, requests, waiting } from '../signals/inference/requests.ts';
import { alert, type AlertGroup } from './define.ts';

const name = '{{ $labels.model }} ({{ $labels.namespace }})';
const model = `Model ${name}`;
const sameModel = 'on (cluster, namespace, model)';
const perModel = (op: string, series: string): string => `${op} by (cluster, namespace, model) (${series})`;
const pods = '`kubectl -n NAMESPACE get pods` of its workload, and their logs';

const modelDown = alert({
  name: 'InferenceModelDown',
  tier: 'critical',
  for: '5m',
  requires: [],
  expr: () => `${down.name} > 0`,
  summary: `${model} is served by nobody`,
  description: `${model} in cluster {{ $labels.cluster }} ({{ $labels.engine }}) was served within the last day. Its workload has pods, and none of them answers.`,
  runbook: {
    meaning: 'Prometheus heard servers of the model within a day. Their workload still has pods, but no server in them is heard any more.',
    impact: 'Every request for the model fails, unless servers run that are not scraped.',
    diagnosis: `${pods}: pending, crashing, or loading a model for long? If they run and answer: are their targets up on *The stack itself*? The dashboard *Tasks* shows the workload.`,
    mitigation: 'Crashing after a change: go back. Pending: *GPU fleet* and *Queues* tell what holds the GPUs. Not scraped: labels and port of the pods against `monitors`.',
  },
});

const replicaSilent = alert({
  name: 'InferenceReplicaSilent',
  tier: 'warning',
  for: '10m',
  requires: [],
  expr: () => `max by (cluster, namespace, pod, model, engine) (max_over_time(${podModel.name}[1h]))\nand on (cluster, namespace, pod) kube_pod_status_phase{phase="Running"} == 1\nunless on (cluster, namespace, pod) ${podModel.name}`,
  summary: 'Replica {{ $labels.namespace }}/{{ $labels.pod }} no longer answers',
  description: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} (cluster {{ $labels.cluster }}) served {{ $labels.model }} by {{ $labels.engine }} within the last hour. It still runs, and its server is not heard any more.',
  runbook: {
    meaning: 'The pod runs, but its metrics are gone: the server hangs, is restarting, or does not let itself be scraped.',
    impact: 'The other replicas carry its load; its GPUs earn nothing. If it hangs and stays in the balancer, its requests time out.',
    diagnosis: 'Its logs, and restarts on *Tasks*. `kubectl exec` and ask `/health` of the server. Xids of its GPUs on *GPU health*: after an Xid a server often hangs.',
    mitigation: 'Delete the pod. Give the server a liveness probe on `/health`, so that Kubernetes does it.',
  },
});

const metricsVanished = alert({
  name: 'InferenceMetricsVanished',
  tier: 'warning',
  for: '15m',
  requires: [],
  expr: () => {
    const servers = 'job=~"vllm|sglang|tgi|triton|kserve|router|gateway|lmcache"';
    return `count by (cluster, namespace, job) (max_over_time(up{${servers}}[6h]) == 1)\nunless on (cluster, namespace, job) up{${servers}} == 1`;
  },
  summary: 'Nothing of {{ $labels.job }} is measured any more in {{ $labels.namespace }}',
  description: 'Targets of {{ $labels.job }} in namespace {{ $labels.namespace }} (cluster {{ $labels.cluster }}) that were scraped within the last six hours: {{ $value }}. None is now. Dashboards and alerts about it are silent.',
  runbook: {
    meaning: 'A source of metrics that was there is gone: all of its pods ended, or none can be scraped.',
    impact: 'If the pods were removed on purpose, none, and the alert ends after six hours. Otherwise faults of these servers stay unseen.',
    diagnosis: 'Are there pods? If so, targets on *The stack itself* tell why a scrape fails; if there are no targets, compare labels and port of the pods with `monitors.{{ $labels.job }}`. A new version may have moved its metrics.',
    mitigation: 'Set `monitors.{{ $labels.job }}.labels` to what the pods have, or mend the pods.',
  },
});

const queueGrowing = alert({
  name: 'InferenceQueueGrowing',
  tier: 'warning',
  for: '10m',
  requires: [],
  threshold: { default: 10, unit: 'count', description: 'Requests that may wait for each replica.' },
  expr: (threshold) => `${perModel('sum', waiting.name)}\n/ ${sameModel} ${perModel('sum', replicas.name)} > ${threshold}\nand ${sameModel} ${perModel('sum', `deriv(${waiting.name}[10m])`)} >= 0`,
  summary: `${model} gets more requests than it can answer`,
  description: `For each replica of model ${name} in cluster {{ $labels.cluster }} {{ $value | printf "%.0f" }} requests wait, and they do not become fewer.`,
  runbook: {
    meaning: 'For ten minutes more requests have come than the replicas finish.',
    impact: 'The time to the first token grows with the queue; clients time out and ask again, which makes it longer.',
    diagnosis: 'On *Inference*: did requests grow, or tokens in each (*Length of prompts*, *Length of answers*), or are there fewer replicas? Is the *KV cache* full, which means memory is the limit? Does an autoscaler act, or wait for nodes (*Queues*, *GPU fleet*)?',
    mitigation: 'Add replicas. Until they are there, limit requests at the gateway, or the length of answers.',
  },
});

const kvCacheSaturated = alert({
  name: 'InferenceKVCacheSaturated',
  tier: 'warning',
  for: '10m',
  requires: [],
  threshold: { default: 0.95, unit: 'ratio', description: 'Share of the KV cache in use from which it counts as full, while requests wait.' },
  expr: (threshold) => `${perModel('max', kvCacheUsed.name)} > ${threshold}\nand ${sameModel} ${perModel('sum', waiting.name)} > 0`,
  summary: `The KV cache of model ${name} is full, and requests wait`,
  description: `The fullest replica of model ${name} in cluster {{ $labels.cluster }} uses {{ $value | humanizePercentage }} of its KV cache, while requests wait for room.`,
  runbook: {
    meaning: 'There is no room in GPU memory for the contexts of more requests.',
    impact: 'New requests wait although the GPU may have arithmetic to spare, and running ones may be put back and computed again.',
    diagnosis: 'On *Inference*: *KV cache in use by replica* (one only: requests go to the wrong replica), *Length of prompts*, *Requests put back*.',
    mitigation: 'Add replicas; give the cache more memory (`--gpu-memory-utilization`); a smaller type for the cache (fp8); a shorter `--max-model-len`; or offload it (LMCache).',
  },
});

const preempting = alert({
  name: 'InferencePreemptions',
  tier: 'warning',
  for: '15m',
  requires: [],
  threshold: { default: 0.1, unit: 'ratio', description: 'Requests put back, as a share of those that end.' },
  expr: (threshold) => `${perModel('sum', preemptions.name)}\n/ ${sameModel} (${perModel('sum', requests.name)} > 0) > ${threshold}`,
  summary: `${model} puts running requests back`,
  description: `${model} in cluster {{ $labels.cluster }} puts back {{ $value | humanizePercentage }} as many requests as it ends: the KV cache is too small for what runs at once.`,
  runbook: {
    meaning: 'Running requests lose their place in the KV cache and begin again later.',
    impact: 'What they had computed is lost; answers stop in the middle for seconds.',
    diagnosis: 'On *Inference*: *KV cache in use*, *Requests running*, *Requests waiting*, *Length of answers*.',
    mitigation: 'Lower the number of sequences at once (`--max-num-seqs`, `--max-running-requests`), or give the KV cache more room.',
  },
});

const clientsGiveUp = alert({
  name: 'InferenceRequestsAborted',
  tier: 'info',
  for: '15m',
  requires: [],
  threshold: { default: 0.2, unit: 'ratio', description: 'Share of the requests whose client may go away before the end.' },
  expr: (threshold) => `${perModel('max', aborted.name)} > ${threshold}\nand ${sameModel} ${perModel('sum', requests.name)} > 0.05`,
  summary: `Clients of model ${name} go away before their answer is complete`,
  description: `{{ $value | humanizePercentage }} of the requests to model ${name} in cluster {{ $labels.cluster }} were given up by their client.`,
  runbook: {
    meaning: 'Clients close the connection before the answer ends.',
    impact: 'Work is done for nobody. Often it is the first sign that answers are too slow, or that a timeout on the way is too short.',
    diagnosis: 'On *Inference*: compare with *Time to first token*, *Time of a whole request* and the queue. Round numbers of seconds in the logs point at a timeout of a proxy.',
    mitigation: 'Mend what makes answers slow, or raise the timeout of the proxy or the client.',
  },
});

const serverErrors = alert({
  name: 'InferenceServerErrors',
  tier: 'warning',
  for: '10m',
  requires: ['vllm'],
  threshold: { default: 0.01, unit: 'ratio', description: 'Share of HTTP answers of a pod that may be 5xx.' },
  expr: (threshold) => {
    const answers = (more: string): string => `sum by (cluster, namespace, pod) (rate(http_requests_total{job="vllm", handler=~"/v1/.*"${more}}[5m]))`;
    return `${answers(', status="5xx"')}\n/ (${answers('')} > 0) > ${threshold}`;
  },
  summary: 'vLLM server {{ $labels.namespace }}/{{ $labels.pod }} answers with errors',
  description: 'The API server in pod {{ $labels.namespace }}/{{ $labels.pod }} (cluster {{ $labels.cluster }}) answers {{ $value | humanizePercentage }} of its requests with 5xx.',
  runbook: {
    meaning: 'The HTTP server of vLLM fails; such requests may never reach the engine, so that its own counts look fine.',
    impact: 'Clients get errors.',
    diagnosis: 'Logs of the pod: `EngineDeadError`, out of memory, a bad chat template? The other replicas: fine, or the same?',
    mitigation: 'Delete the pod if the others are fine; else go back to the version before.',
  },
});

const transfersFail = alert({
  name: 'InferenceKVTransfersFail',
  tier: 'warning',
  for: '5m',
  requires: [],
  threshold: { default: 0, unit: 'count', description: 'Transfers of KV blocks that may fail in 15 minutes.' },
  expr: (threshold) => [
    'sum by (cluster, namespace, model_name) (increase(vllm:nixl_num_failed_transfers_total[15m]))',
    'sum by (cluster, namespace, model_name) (max without (tp_rank, pp_rank, moe_ep_rank) (increase(sglang:num_transfer_failed_reqs_total[15m])))',
  ].map((failed) => `${failed} > ${threshold}`).join('\nor\n'),
  summary: 'KV blocks of {{ $labels.model_name }} ({{ $labels.namespace }}) do not get from prefill to decode',
  description: 'Transfers of KV blocks of {{ $labels.model_name }} in namespace {{ $labels.namespace }} (cluster {{ $labels.cluster }}) that failed within 15 minutes: {{ $value | printf "%.0f" }}.',
  runbook: {
    meaning: 'Prefill and decode run apart, and what one computed did not reach the other.',
    impact: 'The prompt is computed again, or the request fails: the first token comes late.',
    diagnosis: 'On *Inference*: *KV transfers between replicas*. *Network*: errors and retransmissions of the EFA or NICs of their nodes. Restarts of one side on *Tasks*.',
    mitigation: 'Mend the network path or restart the replica that all failures have in common; let prefill and decode run together until then.',
  },
});

const gatewayFails = alert({
  name: 'InferenceGatewayErrors',
  tier: 'critical',
  for: '5m',
  requires: [],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of the requests that the gateway may answer with an error.' },
  expr: (threshold) => `${gatewayErrors.name} > ${threshold}\nand on (cluster, namespace, model, gateway) ${gatewayRequests.name} > 0.05`,
  summary: 'The gateway fails requests for {{ $labels.model }} ({{ $labels.namespace }})',
  description: '{{ $labels.gateway }} in namespace {{ $labels.namespace }} (cluster {{ $labels.cluster }}) answers {{ $value | humanizePercentage }} of the requests for {{ $labels.model }} with an error.',
  runbook: {
    meaning: 'Requests fail before or behind the gateway.',
    impact: 'Clients get errors, whatever the servers say of themselves.',
    diagnosis: 'On *Inference*, row *Gateway and router*: are there ready servers? Do the servers show errors too (*Errors*)? Logs of the gateway tell the code: 429 and 503 mean no room, 404 a model that no server has.',
    mitigation: 'No ready servers: see to the replicas. No room: add replicas. Wrong model: mend the routes.',
  },
});

const poolEmpty = alert({
  name: 'InferencePoolEmpty',
  tier: 'critical',
  for: '5m',
  requires: ['gateway'],
  expr: () => 'max by (cluster, namespace, name) (inference_pool_ready_pods) == 0',
  summary: 'Inference pool {{ $labels.name }} ({{ $labels.namespace }}) has no ready server',
  description: 'The endpoint picker of pool {{ $labels.name }} in namespace {{ $labels.namespace }} (cluster {{ $labels.cluster }}) has no server to send requests to.',
  runbook: {
    meaning: 'No pod that the InferencePool selects is ready.',
    impact: 'Every request to the pool fails.',
    diagnosis: '`kubectl -n NAMESPACE get inferencepool NAME -o yaml`: do its labels fit the pods? Are the pods there and ready (*Tasks*)?',
    mitigation: 'See to the pods, or mend the selector of the pool.',
  },
});

export const inferenceAlerts: AlertGroup = {
  name: 'observability.inference.alerts',
  alerts: [
    modelDown, replicaSilent, metricsVanished, queueGrowing, kvCacheSaturated, preempting, clientsGiveUp, serverErrors, transfersFail, gatewayFails, poolEmpty,
  ],
};
