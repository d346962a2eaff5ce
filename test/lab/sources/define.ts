import type { Pod, Snapshot } from '../fleet/cluster.ts';
import type { Family } from '../fleet/exposition.ts';
import type { KubernetesObject } from '../workloads.ts';

/** When a scrape happens, in unix seconds: the start of the lab, and now. */
export interface Clock {
  readonly origin: number;
  readonly time: number;
}

/** An exporter that the lab simulates: which pods it runs in, and what it says there. */
export interface SimulatedSource {
  /** As in the catalogue. */
  readonly name: string;
  /** What is put into the lab for it, in the teams' namespaces or its own: custom resources are not known there, so Deployments, Jobs and Services that look like the real ones. */
  readonly objects: readonly KubernetesObject[];
  /** Whether it answers on this port of this pod. */
  answers(pod: Pod, port: number): boolean;
  /** What it says; the same pod, snapshot and clock always give the same. */
  families(pod: Pod, clock: Clock, snapshot: Snapshot): readonly Family[];
}
