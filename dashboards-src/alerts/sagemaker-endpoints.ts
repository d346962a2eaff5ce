import * as endpoints from '../signals/sagemaker-endpoints.ts';
import { alert, type AlertGroup } from './define.ts';

const place = '(account {{ $labels.account_id }}, {{ $labels.region }})';
const variant = `Variant {{ $labels.variant_name }} of endpoint {{ $labels.endpoint_name }} ${place}`;
const log = 'the log group `/aws/sagemaker/Endpoints/NAME` in CloudWatch Logs';
const variantOn = 'cluster, account_id, region, endpoint_name, variant_name';

/** In a few requests one that fails is a large share. */
const enough = `and on (${variantOn}) ${endpoints.requests.name} > 0.01`;

const errors = alert({
  name: 'SageMakerErrorRateHigh', tier: 'critical', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.05, unit: 'ratio', description: 'Share of the requests to a variant that may be answered with 5xx.' },
  expr: (threshold) => `${endpoints.serverErrors.name} > ${threshold}\n${enough}`,
  summary: 'SageMaker endpoint {{ $labels.endpoint_name }} fails {{ $value | humanizePercentage }} of its requests',
  description: `${variant} answers {{ $value | humanizePercentage }} of its requests with 5xx.`,
  runbook: {
    meaning: 'Requests that the container failed, or that SageMaker could not bring to it.',
    impact: 'Callers get errors.',
    diagnosis: `Dashboard *SageMaker endpoints*: does the container fail them (*Container*), are memory or disk full, did it begin with a new variant? Then ${log}.`,
    mitigation: 'Roll the endpoint back to the configuration before (`update-endpoint`), or give it more or larger instances where it runs out of memory.',
  },
});

const containerErrors = alert({
  name: 'SageMakerModelErrors', tier: 'warning', for: '10m', requires: ['sagemaker'],
  threshold: { default: 0.1, unit: 'ratio', description: 'Share of the requests to a variant that its container may not answer with 2xx.' },
  expr: (threshold) => `${endpoints.modelErrors.name} > ${threshold}\n${enough}`,
  summary: 'The container of SageMaker endpoint {{ $labels.endpoint_name }} fails {{ $value | humanizePercentage }} of its requests',
  description: `The container of variant {{ $labels.variant_name }} of endpoint {{ $labels.endpoint_name }} ${place} does not answer {{ $value | humanizePercentage }} of its requests with 2xx.`,
  runbook: {
    meaning: 'The container answered with 4xx or 5xx, broke off, or took longer than SageMaker waits (60 seconds).',
    impact: 'Callers get errors: 4xx where they asked for something wrong, 5xx (ModelError) otherwise.',
    diagnosis: `Dashboard *SageMaker endpoints*, *Requests that failed*: with many 4xx it is what was asked, with a p99 near 60 seconds it is the time. Then ${log}.`,
    mitigation: 'Correct the caller or the container. What takes long belongs to an asynchronous endpoint, which waits up to an hour.',
  },
});

const latency = alert({
  name: 'SageMakerModelLatencyHigh', tier: 'warning', for: '15m', requires: ['sagemaker'],
  threshold: { default: 10, unit: 'seconds', description: 'Time in which the container of a variant should answer 99 % of its requests.' },
  expr: (threshold) => `${endpoints.latencyP99.name} > ${threshold}`,
  summary: 'SageMaker endpoint {{ $labels.endpoint_name }} is slow',
  description: `${variant} needs {{ $value | humanizeDuration }} for the slowest hundredth of its requests.`,
  runbook: {
    meaning: 'One in a hundred requests took the container longer than was promised.',
    impact: 'Callers wait; at 60 seconds SageMaker breaks off.',
    diagnosis: 'Dashboard *SageMaker endpoints*: do requests queue (*Requests at once* rises with it), are the GPUs or the CPU full, did the load or the inputs grow? A multi-model endpoint: does it load models all the time?',
    mitigation: 'More instances or copies, scaling by concurrency, smaller inputs, batching in the container, or a faster instance.',
  },
});

const overhead = alert({
  name: 'SageMakerOverheadHigh', tier: 'warning', for: '15m', requires: ['sagemaker'],
  threshold: { default: 1, unit: 'seconds', description: 'Time that SageMaker itself may add to 99 % of the requests to a variant.' },
  expr: (threshold) => `${endpoints.overheadP99.name} > ${threshold}`,
  summary: 'SageMaker adds {{ $value | humanizeDuration }} to requests to {{ $labels.endpoint_name }}',
  description: `SageMaker adds {{ $value | humanizeDuration }} to the slowest hundredth of the requests to variant {{ $labels.variant_name }} of endpoint {{ $labels.endpoint_name }} ${place}, beside the time of the container.`,
  runbook: {
    meaning: 'Time between receiving a request and answering it that the container did not use: checking, finding an instance, moving what is asked and answered, starting serverless compute.',
    impact: 'Callers wait, and a faster model does not help.',
    diagnosis: 'Dashboard *SageMaker endpoints*: *Model against overhead*; is it a serverless endpoint that starts compute (*Serverless endpoints*), are there few requests (connections are opened anew), are inputs or answers large?',
    mitigation: 'Provisioned concurrency for serverless endpoints, connections that are kept, smaller or compressed inputs, or S3 for large ones (asynchronous).',
  },
});

const noCapacity = alert({
  name: 'SageMakerNoCapacity', tier: 'critical', for: '5m', requires: ['sagemaker'],
  threshold: { default: 0, unit: 'requests/second', description: 'Requests that may find no copy of an inference component.' },
  expr: (threshold) => `${endpoints.noCapacity.name} > ${threshold}`,
  summary: 'Inference component {{ $labels.inference_component_name }} has no copy to answer',
  description: `Inference component {{ $labels.inference_component_name }} ${place} has no copy in service: {{ $value | humanize }} requests a second fail.`,
  runbook: {
    meaning: 'Requests came in while no copy of the component was in service: it is scaled to zero, its copies do not start, or no instance has room for them.',
    impact: 'These requests are lost, unless the caller asks again.',
    diagnosis: '`aws sagemaker describe-inference-component` says how many copies there are and why more do not start; *SageMaker endpoints*, row *Inference components*, what the instances have left.',
    mitigation: 'Keep one copy (`MinCapacity` 1), let the endpoint have more instances, or a step scaling policy on NoCapacityInvocationFailures. `InsufficientInstanceCapacity`: another instance type, or a reservation.',
  },
});

const diskFull = alert({
  name: 'SageMakerEndpointDiskAlmostFull', tier: 'warning', for: '15m', requires: ['sagemaker'],
  threshold: { default: 0.9, unit: 'ratio', description: 'Share of the disk of an instance that may be used.' },
  expr: (threshold) => `${endpoints.disk.name} > ${threshold}`,
  summary: 'The disk of SageMaker endpoint {{ $labels.endpoint_name }} is {{ $value | humanizePercentage }} full',
  description: `The disk of an instance of variant {{ $labels.variant_name }} of endpoint {{ $labels.endpoint_name }} ${place} is {{ $value | humanizePercentage }} full.`,
  runbook: {
    meaning: 'The containers of an instance have nearly used up its disk.',
    impact: 'Models cannot be downloaded any more, and containers that write to the disk fail.',
    diagnosis: 'A multi-model endpoint that keeps many models, or a container that writes temporary files and does not remove them (dashboard *SageMaker endpoints*, *Disk*: does it rise steadily?).',
    mitigation: 'A larger `VolumeSizeInGB` in a new endpoint configuration; `update-endpoint` replaces the instances. Let the container clean up.',
  },
});

const idle = alert({
  name: 'SageMakerEndpointIdle', tier: 'info', for: '30m', requires: ['sagemaker'],
  threshold: { default: 0, unit: 'count', description: 'Instances of a variant that may run for a day without a request.' },
  expr: (threshold) => `${endpoints.idle.name} > ${threshold}`,
  summary: 'Nobody asks SageMaker endpoint {{ $labels.endpoint_name }}',
  description: `${variant} had no request for a day and runs {{ $value | printf "%.0f" }} instances: {{ $value | printf "%.0f" }} instance-hours an hour`
    + `{{ with printf "${endpoints.idleCost.name}{account_id='%s', region='%s', endpoint_name='%s', variant_name='%s'}" $labels.account_id $labels.region $labels.endpoint_name $labels.variant_name | query }}, {{ . | first | value | printf "%.2f" }} dollars{{ end }}.`,
  runbook: {
    meaning: 'The instances of a variant ran for a day in which nobody asked it. What is younger than a day does not count.',
    impact: 'Money only: an idle instance costs what a busy one does.',
    diagnosis: 'Dashboard *SageMaker endpoints*, row *Idle instances and cost*. Who made it (`aws sagemaker list-tags`)? Is it a reserve for another endpoint, or was a test forgotten?',
    mitigation: '`aws sagemaker delete-endpoint`; its model and configuration stay, so that it can be made again. What is asked now and then: serverless, asynchronous, or inference components that scale to zero. With `sagemaker.instanceHourPrices` this alert says what it costs.',
  },
});

export const sagemakerEndpointAlerts: AlertGroup = { name: 'observability.sagemaker-endpoints.alerts', alerts: [errors, containerErrors, latency, overhead, noCapacity, diskFull, idle] };
