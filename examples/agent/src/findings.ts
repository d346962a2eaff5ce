import type { Tier } from '../../../dashboards-src/alerts/define.ts';

/** How bad a finding is, in the words of the chart's alerts. */
export type Severity = Tier;

/** Where something is, by the identity labels of the chart's series. What is left out holds for all. */
export interface Place {
  readonly cluster?: string;
  readonly node?: string;
  readonly gpu?: string;
  readonly namespace?: string;
  readonly workload?: string;
  readonly workload_kind?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly queue?: string;
  readonly cluster_queue?: string;
  readonly model?: string;
  readonly ray_io_cluster?: string;
  readonly persistentvolumeclaim?: string;
}

/** A stretch of time, in unix seconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What a finding rests on; whoever doubts it can ask the same again. */
export type Evidence =
  | { readonly kind: 'metric'; readonly query: string; readonly labels: Readonly<Record<string, string>>; readonly value: number; readonly window: Window }
  | { readonly kind: 'object'; readonly object: string; readonly says: string }
  | { readonly kind: 'logs'; readonly place: Place; readonly lines: readonly string[]; readonly window: Window };

/** How sure a finding is. high: measured or said by the program that failed; medium: it fits and little else does; low: worth a look. */
export interface Confidence {
  readonly level: 'high' | 'medium' | 'low';
  readonly reason: string;
}

export interface Cost {
  /** Dollars an hour. */
  readonly amount: number;
  readonly unit: 'dollars/hour';
  /** What the amount counts, and whose price it takes. */
  readonly assumption: string;
}

/** Something that is the matter, with what it rests on and what to do next. */
export interface Finding {
  /** Name of the analyzer. */
  readonly analyzer: string;
  /** One sentence: what is the matter, and where. */
  readonly what: string;
  readonly where: Place;
  /** Unix seconds at which it was first seen; undefined where only its present state is known. */
  readonly since?: number;
  /** It went on before the time that was looked at. */
  readonly longer?: boolean;
  /** Unix seconds at which it ended; undefined while it goes on. */
  readonly ended?: number;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Why it is so, where the evidence says. */
  readonly cause?: string;
  /** It is likely behind another finding. */
  readonly explains?: boolean;
  readonly evidence: readonly Evidence[];
  readonly cost?: Cost;
  /** What a person does next. Nothing here is ever done by a program. */
  readonly nextStep: string;
  /** Alerts of the chart whose runbooks help. */
  readonly runbooks: readonly string[];
}

/** Something that could not be judged, and why. */
export interface Unseen {
  /** What was not looked at. */
  readonly what: string;
  /** Nothing measures it here, which in most clusters is as it should be. */
  readonly unmeasured?: string;
  readonly why: string;
}

/** What one investigation came to. */
export interface Report {
  readonly scope: Place;
  readonly window: Window;
  /** Best first. */
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
  /** No source answered at all: that nothing was found says nothing. */
  readonly blind: boolean;
  readonly seconds: number;
}
