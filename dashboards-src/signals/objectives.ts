import { signal } from './define.ts';

/** A service level objective of the models that are served: a share of requests that must be good. */
export interface Objective {
  /** Key in `alerts.slo`, and the label `slo`. */
  readonly slo: 'ttft' | 'interToken' | 'errors' | 'availability';
  readonly title: string;
  /** What a good request (or token, or moment) is. */
  readonly good: string;
  /** Share that must be good, over 30 days. */
  readonly objective: number;
  /** Where good is a matter of time: the longest time that is still good. */
  readonly seconds?: number;
}

/** The defaults; `alerts.slo` changes them. */
export const objectives = [
  { slo: 'ttft', title: 'Time to first token', good: 'requests whose first token comes in time', objective: 0.95, seconds: 2.5 },
  { slo: 'interToken', title: 'Time between tokens', good: 'tokens that follow the one before in time', objective: 0.95, seconds: 0.1 },
  { slo: 'errors', title: 'Errors', good: 'requests that do not fail by the server\'s fault', objective: 0.99 },
  { slo: 'availability', title: 'Availability', good: 'time in which at least one replica serves the model', objective: 0.995 },
] as const satisfies readonly Objective[];

/** Any number, or what stands for one in a template, as a series of the objective. */
export const constant = (slo: Objective['slo'], number: string): string => `label_replace(vector(${number}), "slo", "${slo}", "", "")`;

export const objective = signal({
  name: 'slo:objective:ratio',
  title: 'Objective',
  unit: 'ratio',
  description: 'Share of the requests that must be good, as `alerts.slo` says.',
  better: 'neither',
  sources: objectives.map(({ slo, objective: share }) => ({ expr: constant(slo, `${share}`) })),
});

export const latencyBound = signal({
  name: 'slo:latency:seconds',
  title: 'Longest time that is good',
  unit: 'seconds',
  description: 'A request, or a token, that takes longer is bad; as `alerts.slo` says.',
  better: 'neither',
  sources: objectives.flatMap((one) => ('seconds' in one ? [{ expr: constant(one.slo, `${one.seconds}`) }] : [])),
});

export const objectiveSignals = [objective, latencyBound];
