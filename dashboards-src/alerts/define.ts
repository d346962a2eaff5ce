import type { Toggle, Unit } from '../catalogue/define.ts';

/** critical: wake somebody; warning: look today; info: worth knowing. */
export type Tier = 'critical' | 'warning' | 'info';

/** What a person who got the alert reads. Markdown, one or more sentences each. */
export interface Runbook {
  readonly meaning: string;
  readonly impact: string;
  readonly diagnosis: string;
  readonly mitigation: string;
}

/** The number that a user may change without touching the expression. */
export interface Threshold {
  readonly default: number;
  readonly unit: Unit;
  readonly description: string;
}

export interface Alert {
  /** CamelCase, unique over all groups. */
  readonly name: string;
  readonly tier: Tier;
  readonly threshold?: Threshold;
  /** Prometheus duration for which the expression must hold. */
  readonly for: string;
  /** PromQL with the threshold put in: a number, or a placeholder that the chart fills. */
  readonly expr: (threshold: string) => string;
  /** One line with the labels that say where. */
  readonly summary: string;
  /** What was measured and what it means, with `$value`. */
  readonly description: string;
  readonly runbook: Runbook;
  /** Name of the dashboard that shows the cause; that of its group if left out. */
  readonly dashboard?: string;
  /** Toggles without which the alert can never fire. */
  readonly requires: readonly Toggle[];
}

export interface AlertGroup {
  /** `observability.<subject>.alerts`; the subject is also the label `service`, by which alerts are grouped and routed. */
  readonly name: string;
  /** Name of the dashboard that shows the cause of its alerts; the one that is called like its subject if left out. */
  readonly dashboard?: string;
  readonly alerts: readonly Alert[];
}

/** What the alerts of a group are about: `gpu` of `observability.gpu.alerts`. */
export const subjectOf = ({ name }: Pick<AlertGroup, 'name'>): string => name.split('.')[1] ?? name;

/** A Prometheus alerting rule. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Declares an alert; throws when it could not be understood or changed by who gets it. */
export function alert(definition: Alert): Alert {
  const refuse = (what: string) => { throw new Error(`alert ${definition.name}: ${what}`); };
  const used = definition.expr('THRESHOLD').includes('THRESHOLD');
  if (!/^[A-Z][A-Za-z0-9]*$/.test(definition.name)) refuse('the name is not in CamelCase; begin with a capital letter and use letters and digits only');
  if (definition.threshold && !used) refuse('it has a threshold that its expression does not use; put it in, or leave it out');
  if (!definition.threshold && used) refuse('its expression uses a threshold that is not declared; give a default, its unit and what it means');
  return definition;
}

/** The alert as Prometheus reads it, with its default threshold. */
export const alertingRule = ({ name, tier, threshold, for: duration, expr, summary, description }: Alert): AlertingRule => ({
  alert: name,
  expr: expr(String(threshold?.default ?? '')),
  for: duration,
  labels: { severity: tier },
  annotations: { summary, description },
});
