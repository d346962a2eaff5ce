import type { Pod } from '../fleet/cluster.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { fraction, noise } from '../fleet/random.ts';
import type { KubernetesObject } from '../workloads.ts';
import type { Clock, SimulatedSource } from './define.ts';
import { counter, gauge, histogram } from './families.ts';

const appOf = ({ metadata }: Pod): string => metadata.labels?.['app.kubernetes.io/name'] ?? '';
const ageOf = ({ status }: Pod, { origin, time }: Clock): number => Math.max(0, time - (Date.parse(status.startTime ?? '') / 1000 || origin));
/** Counts seconds, which are not whole. */
const seconds = (name: string, samples: readonly Sample[]): Family => ({ ...counter(name, []), samples });

// Trainings

interface Training {
  readonly stepSeconds: number;
  /** Samples and tokens of one process in one step. */
  readonly samples: number;
  readonly tokens: number;
  readonly epochSeconds: number;
  /** Where the loss begins and what it comes near to. */
  readonly loss: { readonly first: number; readonly last: number };
  readonly learningRate: number;
  /** Share of a step that waits for data. */
  readonly dataWait: number;
}

/** One that runs smoothly, and one that waits for its data. */
const trainings: Readonly<Record<string, Training>> = {
  'llama-pretrain': { stepSeconds: 2.5, samples: 64, tokens: 262_144, epochSeconds: 86_400, loss: { first: 7.5, last: 2.1 }, learningRate: 3e-4, dataWait: 0.02 },
  'mistral-finetune': { stepSeconds: 0.8, samples: 32, tokens: 32_768, epochSeconds: 120, loss: { first: 2.4, last: 0.7 }, learningRate: 2e-5, dataWait: 0.16 },
};

const checkpointEvery = 60;
const checkpointSeconds = 4;
const stepBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const checkpointBounds = [1, 2.5, 5, 10, 30, 60];

/** One process each pod. The first one reports what is the same for all. */
function trainingFamilies(pod: Pod, clock: Clock, training: Training): Family[] {
  const { stepSeconds, samples, tokens, epochSeconds, loss, learningRate, dataWait } = training;
  const app = appOf(pod), age = ageOf(pod, clock);
  const first = (pod.metadata.labels?.['batch.kubernetes.io/job-completion-index'] ?? '0') === '0';
  const run: Sample['labels'] = { job_name: app };
  const inSteps = age * (1 - checkpointSeconds / checkpointEvery);
  const steps = inSteps / stepSeconds;
  const lossAt = (seconds: number): number => loss.last + (loss.first - loss.last) * Math.exp(-seconds / 900) + 0.04 * (noise(app, 10, seconds) - 0.5);
  // A process goes on exposing the epochs before: the end of each, and the last one as it is now.
  const epochs = Array.from({ length: Math.floor(age / epochSeconds) + 1 }, (_, epoch) => ({ labels: { ...run, epoch: String(epoch) }, at: Math.min(age, (epoch + 1) * epochSeconds) }));
  const one = (value: number): Sample[] => [{ labels: run, value }];
  return [
    gauge('ml_training_loss', first ? epochs.map(({ labels, at }) => ({ labels, value: lossAt(at) })) : []),
    gauge('ml_training_accuracy', first ? epochs.map(({ labels, at }) => ({ labels, value: 0.95 - 0.09 * lossAt(at) })) : []),
    // As if it came by OTLP, which the lab has nobody to send.
    gauge('train_tokens_per_second', [{ labels: { via: 'otlp' }, value: tokens / stepSeconds }]),
    gauge('ml_learning_rate', one(learningRate * Math.min(1, (age + 60) / 120))),
    gauge('ml_training_gradient_norm', one(0.6 + 0.5 * noise(`${app}/norm`, 20, clock.time))),
    counter('ml_training_epochs_total', one(age / epochSeconds)),
    counter('ml_training_steps_total', one(steps)),
    counter('ml_training_samples_total', one(steps * samples)),
    counter('ml_training_tokens_total', one(steps * tokens)),
    histogram('ml_training_step_duration_seconds', stepBounds, [{ labels: run, count: steps, mean: stepSeconds }]),
    seconds('ml_training_data_wait_seconds_total', one(inSteps * dataWait * (0.9 + 0.2 * fraction(pod.metadata.uid)))),
    gauge('ml_training_checkpoint_timestamp_seconds', first ? one(clock.time - (age % checkpointEvery)) : []),
    histogram('ml_training_checkpoint_duration_seconds', checkpointBounds, [{ labels: run, count: age / checkpointEvery, mean: checkpointSeconds }]),
    gauge('ml_training_cost_dollars', first ? [{ labels: { ...run, instance_type: 'p5.48xlarge' }, value: (98.32 / 3600) * age }] : []),
  ];
}

// Models

interface Served {
  readonly model: string;
  readonly version: string;
  /** It leaves the name of its model to the labels of its pod, and is found by its Services only. */
  readonly unnamed?: boolean;
  readonly instanceType: string;
  readonly requestsPerSecond: number;
  readonly errorShare: number;
  readonly meanSeconds: number;
  readonly accuracy: number;
  /** Drift and importance by feature. */
  readonly features: Readonly<Record<string, { readonly drift: number; readonly importance: number }>>;
}

const features = { amount: { drift: 0.06, importance: 0.41 }, merchant: { drift: 0.13, importance: 0.27 }, country: { drift: 0.24, importance: 0.09 }, hour: { drift: 0.02, importance: 0.05 } };

/** A model, the version that is to replace it, and another one. */
const served: Readonly<Record<string, Served>> = {
  'fraud-model': { model: 'fraud', version: 'v3', instanceType: 'm6i.4xlarge', requestsPerSecond: 40, errorShare: 0.004, meanSeconds: 0.03, accuracy: 0.948, features },
  'fraud-model-canary': { model: 'fraud', version: 'v4', instanceType: 'm6i.4xlarge', requestsPerSecond: 4, errorShare: 0.02, meanSeconds: 0.045, accuracy: 0.957, features },
  'churn-model': { model: 'churn', version: 'v1', unnamed: true, instanceType: 'm6i.4xlarge', requestsPerSecond: 8, errorShare: 0.001, meanSeconds: 0.02, accuracy: 0.91, features },
};

const latencyBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

function modelFamilies(pod: Pod, clock: Clock, { model, version, unnamed, instanceType, requestsPerSecond, errorShare, meanSeconds, accuracy, features }: Served): Family[] {
  const age = ageOf(pod, clock);
  const requests = requestsPerSecond * (0.9 + 0.2 * fraction(pod.metadata.uid)) * age;
  const name: Sample['labels'] = unnamed ? {} : { model_name: model };
  const labels = { ...name, model_version: version };
  const byFeature = (value: (feature: { readonly drift: number; readonly importance: number }) => number): Sample[] => Object.entries(features).map(([feature_name, feature]) => ({ labels: { ...name, feature_name }, value: value(feature) }));
  return [
    counter('ml_inference_requests_total', [{ labels: { ...labels, status: 'success' }, value: requests * (1 - errorShare) }, { labels: { ...labels, status: 'error' }, value: requests * errorShare }]),
    histogram('ml_inference_duration_seconds', latencyBounds, [{ labels, count: requests, mean: meanSeconds }]),
    gauge('ml_model_accuracy', [{ labels: { ...labels, dataset: 'golden' }, value: accuracy + 0.004 * (noise(`${model}${version}`, 300, clock.time) - 0.5) }]),
    gauge('ml_data_drift_score', byFeature(({ drift }) => drift + 0.02 * noise(model, 120, clock.time))),
    gauge('ml_feature_importance', byFeature(({ importance }) => importance)),
    seconds('ml_inference_cost_dollars_total', [{ labels: { ...name, instance_type: instanceType }, value: (0.768 / 3600) * 0.25 * age }]),
  ];
}

const port = 8000;

const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port) };

const server = (app: string, replicas: number, pod: object = { annotations }, labels: Readonly<Record<string, string>> = {}): KubernetesObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app, namespace: 'team-b', labels: { 'app.kubernetes.io/name': app } },
  spec: {
    replicas, selector: { matchLabels: { 'app.kubernetes.io/name': app } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': app, ...labels }, ...pod },
      spec: { containers: [{ name: 'model', image: 'registry.example/fraud:1', ports: [{ name: 'metrics', containerPort: port }], resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '2Gi' } } }] },
    },
  },
});

const service = (name: string, app: string, metadata: object, servicePort: object): KubernetesObject => ({
  apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'team-b', ...metadata }, spec: { selector: { 'app.kubernetes.io/name': app }, ports: [servicePort] },
});

/** Pods that report `ml_*` of themselves: the trainings of the lab, and two versions of a model. */
export const annotated: SimulatedSource = {
  name: 'your own pods',
  objects: [
    server('fraud-model', 2), server('fraud-model-canary', 1),
    // Found by two Services and scraped once.
    server('churn-model', 1, {}, { model: 'churn' }),
    service('churn', 'churn-model', { annotations }, { name: 'http', port: 80, targetPort: 9000 }),
    service('churn-metrics', 'churn-model', { labels: { component: 'model-server' } }, { name: 'metrics', port }),
  ],
  answers: (pod, asked) => asked === port && (appOf(pod) in trainings || appOf(pod) in served),
  families(pod, clock) {
    const training = trainings[appOf(pod)], model = served[appOf(pod)];
    return [...(training ? trainingFamilies(pod, clock, training) : []), ...(model ? modelFamilies(pod, clock, model) : [])];
  },
};
