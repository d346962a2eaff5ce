import type { Census, Scope } from './census.ts';
import type { Finding, Window } from './findings.ts';
import type { Kubernetes } from './sources/kubernetes.ts';
import type { Logs } from './sources/logs.ts';
import type { Metrics } from './sources/prometheus.ts';

/** What an analyzer has to look at. A source that is not there answers with nothing; the report says so once. */
export interface View {
  readonly scope: Scope;
  /** The time that is looked at; `to` is "now". */
  readonly window: Window;
  readonly metrics: Metrics;
  readonly kubernetes: Kubernetes;
  readonly logs: Logs;
  readonly census: Census;
  /** Which sources are there at all. */
  readonly has: ReadonlySet<SourceName>;
}

export type SourceName = 'metrics' | 'kubernetes' | 'logs';

/** Looks for one kind of trouble. */
export interface Analyzer {
  /** As it stands in findings: kebab-case, unique. */
  readonly name: string;
  /** What it looks for, as the end of "Looks for …". */
  readonly about: string;
  readonly reads: readonly SourceName[];
  /** A series that is there wherever what it judges is measured (PromQL); without one it judges in every cluster. */
  readonly measured?: string;
  examine(view: View): Promise<Finding[]>;
}
