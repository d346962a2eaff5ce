import { alertNamed, defaultExpr, rendered } from './alerts.ts';
import type { Analyzer, View } from './analyzer.ts';
import { episodes, type Episode } from './episodes.ts';
import type { Evidence, Finding, Place } from './findings.ts';

/** One alert of the chart whose condition an analyzer looks for. */
export interface Watched {
  readonly alert: string;
  /** now (the default): what is over is no finding. window: what happens once and leaves a fault behind. */
  readonly when?: 'now' | 'window';
  /** In place of the first sentence of the runbook's mitigation. */
  readonly nextStep?: string;
}

interface Watching extends Pick<Analyzer, 'name' | 'about' | 'measured'> {
  readonly alerts: readonly Watched[];
  /** Sources beside metrics that `enrich` reads. */
  readonly also?: Analyzer['reads'];
  /** Adds what else is known of a finding; undefined drops it, where something else explains it. */
  readonly enrich?: (finding: Finding, episode: Episode, view: View) => Promise<Finding | undefined>;
}

/** GPUs of a node, and pods of a workload, are told in one finding. */
const together = ({ cluster, node, namespace, workload, pod, model, ray_io_cluster, cluster_queue, persistentvolumeclaim }: Place): string =>
  JSON.stringify([cluster, node, namespace, workload ?? pod, model, ray_io_cluster, cluster_queue, persistentvolumeclaim]);

const shown = 4;

export const asEvidence = ({ query, labels, value, from, to }: Episode): Evidence => ({ kind: 'metric', query, labels, value, window: { from, to } });

/** Groups what is true of several parts of one thing. */
function grouped(all: readonly Episode[]): Episode[][] {
  const groups = new Map<string, Episode[]>();
  for (const episode of all) {
    const key = together(episode.place);
    groups.set(key, [...(groups.get(key) ?? []), episode]);
  }
  return [...groups.values()];
}

/** What all places of a group have in common. */
function common(places: readonly Place[]): Place {
  const [first = {}] = places;
  return Object.fromEntries(Object.entries(first).filter(([label, value]) => places.every((place) => place[label as keyof Place] === value)));
}

const sentence = (text: string): string => /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;

/** A finding of an alert's condition, before anything else is known of it. */
function found(name: string, { alert: alertName, nextStep }: Watched, group: readonly Episode[]): Finding {
  const alert = alertNamed(alertName);
  const [first] = group as readonly [Episode, ...Episode[]];
  const others = group.length - 1;
  const ended = group.every(({ ongoing }) => !ongoing);
  return {
    analyzer: name,
    what: rendered(alert.summary, first.labels, first.value) + (others ? ` (and ${others} more like it)` : ''),
    where: common(group.map(({ place }) => place)),
    since: Math.min(...group.map(({ from }) => from)),
    ...(group.some(({ longer }) => longer) && { longer: true }),
    ...(ended && { ended: Math.max(...group.map(({ to }) => to)) }),
    severity: alert.tier,
    confidence: { level: 'high', reason: `measured; the condition of the alert ${alert.name} held for its ${alert.for === '0s' ? 'moment' : alert.for}` },
    evidence: group.slice(0, shown).map(asEvidence),
    nextStep: nextStep ?? sentence(alert.runbook.mitigation),
    runbooks: [alert.name],
  };
}

/** An analyzer that looks for the conditions of alerts, whether or not their rules are loaded. */
export function watching({ name, about, measured, alerts, also = [], enrich = async (finding) => finding }: Watching): Analyzer {
  for (const { alert } of alerts) alertNamed(alert);
  return {
    name, about, ...(measured !== undefined && { measured }), reads: ['metrics', ...also],
    async examine(view) {
      const each = await Promise.all(alerts.map(async (watched) => {
        const alert = alertNamed(watched.alert);
        const groups = grouped(await episodes(view, { expr: defaultExpr(alert), for: alert.for, when: watched.when ?? 'now' }));
        return Promise.all(groups.map((group) => enrich(found(name, watched, group), group[0]!, view)));
      }));
      return each.flat().filter((finding) => finding !== undefined);
    },
  };
}
