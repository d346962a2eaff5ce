/** What the bench must show on a small machine; a miss ends it with exit code 1. */
export const targets = {
  /** Times that a dashboard opens faster than a plain one. */
  ratioToPlain: 10,
  /** Seconds for the slowest query of a dashboard. */
  slowestQuery: 1,
  /** Recorded series as a part of scraped ones. */
  recordedSeries: 0.25,
  /** Evaluation of a rule group as a part of its interval. */
  groupTime: 0.1,
} as const;

/** Seconds between two evaluations where a group does not say: kube-prometheus-stack, prometheusSpec.evaluationInterval. */
export const defaultInterval = 30;

/** Seconds between two scrapes: the chart's `dcgm.interval` is 15 s, most others are scraped at 30 s. */
export const scrapeInterval = 15;
