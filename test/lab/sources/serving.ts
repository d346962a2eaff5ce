import { behaviourAnnotation } from '../fleet/behaviour.ts';
import type { Pod } from '../fleet/cluster.ts';
import type { Sample } from '../fleet/exposition.ts';
import { noise } from '../fleet/random.ts';
import { runsOnLabel } from '../kwok-stages.ts';
import type { KubernetesObject } from '../workloads.ts';
import type { Clock } from './define.ts';

type Labels = Readonly<Record<string, string>>;

interface Serving {
  readonly name: string;
  readonly namespace: string;
  /** As the chart's monitor selects them. */
  readonly labels: Labels;
  readonly image: string;
  readonly port: { readonly name?: string; readonly containerPort: number };
  readonly replicas?: number;
  readonly gpus?: number;
}

/** A Deployment that serves a model. */
export function serving({ name, namespace, labels, image, port, replicas = 1, gpus = 0 }: Serving): KubernetesObject {
  const own = { ...labels, 'app.kubernetes.io/instance': name };
  const devices = gpus ? { 'nvidia.com/gpu': String(gpus) } : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: own },
    spec: {
      replicas,
      selector: { matchLabels: own },
      template: {
        metadata: { labels: { ...own, [runsOnLabel]: 'on' }, annotations: { [behaviourAnnotation]: 'serving' } },
        spec: {
          ...(gpus && { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }] }),
          containers: [{ name: 'server', image, ports: [port], resources: { requests: { cpu: '200m', memory: '512Mi', ...devices }, limits: { memory: '2Gi', ...devices } } }],
        },
      },
    },
  };
}

/** What a server does at a moment: demand rises and falls, and everything follows it. */
export interface Load {
  /** Seconds since the lab began. */
  readonly age: number;
  /** How many there were so far of what comes so often a second on average. */
  total(perSecond: number): number;
  /** A level between two, now. */
  level(low: number, high: number): number;
}

const PERIOD_SECONDS = 600;

export function loadOf({ metadata }: Pod, { origin, time }: Clock): Load {
  const age = Math.max(0, time - origin);
  const turn = (2 * Math.PI) / PERIOD_SECONDS;
  return {
    age,
    // Its slope stays above zero: a counter never falls.
    total: (perSecond) => perSecond * (age + (0.4 / turn) * (1 - Math.cos(turn * age))),
    level: (low, high) => low + (high - low) * noise(metadata.uid, 60, time),
  };
}

/** The labels beside those of each sample. */
export const within = (labels: Labels, samples: readonly Sample[]): Sample[] => samples.map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } }));

/** The bounds of lengths of prompts and answers. */
export const tokenBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
