import type { View } from '../analyzer.ts';
import type { Evidence } from '../findings.ts';
import type { Sample } from '../sources/prometheus.ts';

/** Long enough to even out steps, checkpoints and short pauses; as `gpu_allocated_idle` takes it. */
export const span = '30m';
const spanSeconds = 1800;

export interface Asked {
  readonly worst: Sample | undefined;
  readonly evidence: readonly Evidence[];
}

/** The series with the greatest (or least) value over the last half hour, as evidence. */
export async function worst(view: View, expr: string, which: 'greatest' | 'least' = 'greatest'): Promise<Asked> {
  const query = `${which === 'greatest' ? 'topk' : 'bottomk'}(1, ${expr})`;
  const [sample] = await view.metrics.instant(query, view.window.to);
  const { to } = view.window;
  return { worst: sample, evidence: sample ? [{ kind: 'metric', query, labels: sample.labels, value: sample.value, window: { from: to - spanSeconds, to } }] : [] };
}

/** A regular expression for any of these names, each taken word for word, between the quotes of PromQL. */
export const anyOf = (names: readonly string[]): string => JSON.stringify(names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));

export const percent = (share: number): string => `${Math.round(share * 100)}%`;
