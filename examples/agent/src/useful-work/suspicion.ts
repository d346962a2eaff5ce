import type { View } from '../analyzer.ts';
import type { Evidence, Place } from '../findings.ts';

/** The workload whose GPUs do little useful work. */
export interface Suspect {
  readonly place: Place;
  /** Nodes that its pods run on. */
  readonly nodes: readonly string[];
}

/** Things that hold GPUs up; `causes.ts` has what tells each. */
export type CauseName = 'throttling' | 'straggler' | 'input bound' | 'storage bound' | 'CPU bound' | 'network bound' | 'outside of steps' | 'small batch' | 'few requests';

/** One cause for which something speaks. */
export interface Suspicion {
  readonly cause: CauseName;
  /** In words, with the number. */
  readonly says: string;
  /** The workload reports it itself, or it was measured on its own GPUs; else it was seen on its nodes and may be another's. */
  readonly own: boolean;
  readonly evidence: readonly Evidence[];
  readonly nextStep: string;
  readonly runbooks: readonly string[];
}

/** Looks for one cause. */
export type Suspecting = (suspect: Suspect, view: View) => Promise<Suspicion | undefined>;
