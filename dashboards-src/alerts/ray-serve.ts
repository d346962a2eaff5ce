import { levels } from '../signals/define.ts';
import * as serve from '../signals/ray-serve.ts';
import { alert, type AlertGroup } from './define.ts';

const identity = levels.ray_cluster.join(', ');
const application = 'application {{ $labels.application }} of Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }}';
const inCluster = '(cluster {{ $labels.cluster }})';

const applicationDown = alert({
  name: 'RayServeApplicationDown', tier: 'critical', for: '5m', requires: ['ray'], dashboard: 'ray',
  expr: () => `${serve.applicationDown.name} == 1`,
  summary: 'Application {{ $labels.application }} of Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }} is down',
  description: `Ray Serve says that ${application} ${inCluster} failed to deploy or is unhealthy.`,
  runbook: {
    meaning: 'Serve could not deploy an application, or so many of its replicas fail that it is unhealthy.',
    impact: 'Requests to it fail or wait.',
    diagnosis: '`serve status` on the head says which deployment and why; the log of the replica (/tmp/ray/session_latest/logs/serve on its node) has the exception. Dashboard *Ray*, row *Serve*.',
    mitigation: 'Deploy the last version that worked. If replicas find no room, free or add GPUs.',
  },
});

const replicasUnhealthy = alert({
  name: 'RayServeReplicasUnhealthy', tier: 'warning', for: '10m', requires: ['ray'], dashboard: 'ray',
  threshold: { default: 0, unit: 'count', description: 'Replicas of a deployment that may be unhealthy.' },
  expr: (threshold) => `${serve.replicasUnhealthy.name} > ${threshold}`,
  summary: 'Replicas of {{ $labels.application }}/{{ $labels.deployment }} in Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }} stay unhealthy',
  description: `Replicas of deployment {{ $labels.deployment }} of ${application} ${inCluster} that have failed their health checks for 10 minutes: {{ $value }}.`,
  runbook: {
    meaning: 'Replicas fail their health check, and Serve does not manage to replace them.',
    impact: 'The others carry their load: latency rises, and requests wait.',
    diagnosis: 'The log of the replica on its node, in /tmp/ray/session_latest/logs/serve: a model that hangs, a GPU that fell off, memory. Dashboard *Ray*: do actors restart, is there room for new ones?',
    mitigation: 'Mend what makes the check fail. A replica that hangs ends when its actor is killed (`ray.kill`), and Serve starts another.',
  },
});

const errors = alert({
  name: 'RayServeErrors', tier: 'warning', for: '10m', requires: ['ray'], dashboard: 'ray',
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of requests that may fail.' },
  expr: (threshold) => `${serve.errors.name} > ${threshold}`,
  summary: `Requests to ${application} fail`,
  description: `{{ $value | humanizePercentage }} of the requests to ${application} ${inCluster} fail.`,
  runbook: {
    meaning: 'Serve answers many requests with 5xx, or with an error of gRPC that is not the caller\'s fault.',
    impact: 'Users get errors.',
    diagnosis: 'Dashboard *Ray*, row *Serve*: one application or all? The exceptions are in the logs of the replicas. 503 and full queues: too few replicas; 500: the code.',
    mitigation: 'Go back to the last version, or add replicas.',
  },
});

const queueing = alert({
  name: 'RayServeQueueing', tier: 'warning', for: '10m', requires: ['ray'], dashboard: 'ray',
  threshold: { default: 5, unit: 'count', description: 'Requests that may wait for each healthy replica.' },
  expr: (threshold) => `${serve.queued.name}\n/ on (${identity}, application, deployment)\n(${serve.replicas.name} > 0) > ${threshold}`,
  summary: 'Requests to {{ $labels.application }}/{{ $labels.deployment }} in Ray cluster {{ $labels.namespace }}/{{ $labels.ray_io_cluster }} wait',
  description: `For each healthy replica of deployment {{ $labels.deployment }} of ${application} ${inCluster}, {{ $value | printf "%.0f" }} requests wait.`,
  runbook: {
    meaning: 'More requests come in than the replicas of a deployment can take.',
    impact: 'Every request waits, and callers run into their timeouts.',
    diagnosis: 'Dashboard *Ray*, row *Serve*: did the load rise, or did latency? Is the deployment at its `max_replicas`, or do new replicas find no GPUs?',
    mitigation: 'Raise `max_replicas`, add nodes, or shed load at the gateway.',
  },
});

export const rayServeAlerts: AlertGroup = { name: 'observability.ray-serve.alerts', dashboard: 'ray', alerts: [applicationDown, replicasUnhealthy, errors, queueing] };
