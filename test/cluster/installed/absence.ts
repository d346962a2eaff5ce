import { expect, test } from 'vitest';
import { alertGroups } from '../../../dashboards-src/alerts/index.ts';
import type { Toggle } from '../../../dashboards-src/catalogue/define.ts';
import { metricsOf } from '../../../dashboards-src/doctor/diagnosis.ts';
import { substitute } from '../../../dashboards-src/promql/parse.ts';
import { ofAlerts, ofPanels } from '../../../dashboards-src/read.ts';
import { alertsFiring } from '../../../dashboards-src/signals/stack.ts';
import { sources } from '../../../values-schema/monitors.ts';
import { originsOf, without } from '../../lab/absence.ts';
import { coverDashboards } from '../../lab/coverage.ts';
import type { LabPrometheus } from '../../lab/prometheus.ts';
import type { Differently } from '../../lab/start.ts';
import { activeAlerts, asked, eventually, type Asked, type Installed } from './installed.ts';

/** What can be left out: the exporters of this chart, and every source that is scraped where it runs. */
const leftOut: readonly Toggle[] = ['dcgm', 'neuron', 'fluentbit', 'sagemaker', ...sources.map(({ name }) => name)];

/** Alerts that say that a source is missing where it should be. */
const aboutAbsence: Partial<Readonly<Record<Toggle, readonly string[]>>> = { dcgm: ['AcceleratorMetricsMissing'], neuron: ['NeuronMetricsMissing'], ray: ['RayMetricsMissing'] };

/** Panels that say which signals have data, and so answer for one that has none. */
const saysWhatIsMissing = (id: string): boolean => id.startsWith('The stack itself › Signals of ');

/** Which alerts fire depends on every source. */
const tellsOfAlerts = (expr: string): boolean => metricsOf(expr).some((metric) => metric === 'ALERTS' || metric === alertsFiring.name);

const alerts = alertGroups.flatMap((group) => group.alerts.map((alert) => ({ name: alert.name, toggles: alert.requires })));
const readTogether = [...ofPanels, ...ofAlerts].map(({ expr }) => originsOf(substitute(expr).text));

/** Sources that no query and no alert reads together can be left out together: each is then as absent as it would be alone. */
function apart(toggles: readonly Toggle[]): Toggle[][] {
  const meet = (one: Toggle, other: Toggle): boolean => readTogether.some((read) => read.has(one) && read.has(other));
  const groups: Toggle[][] = [];
  for (const toggle of toggles) {
    const group = groups.find((others) => !others.some((other) => meet(toggle, other)));
    if (group) group.push(toggle);
    else groups.push([toggle]);
  }
  return groups;
}

interface Absence {
  readonly name: string;
  readonly toggles: readonly Toggle[];
  readonly differently: Differently;
}

/** Clusters that never had some sources. */
export const absences: readonly Absence[] = apart(leftOut).map((toggles) => ({
  name: `without-${toggles.join('-')}`,
  toggles,
  differently: { config: (config) => toggles.reduce((left, toggle) => without(toggle)(left), config) },
}));

/** What is untrue in a cluster that never had some sources. */
async function lies({ toggles }: Absence, prometheus: LabPrometheus, { lab, dashboards: shipped }: Installed, complete: readonly Asked[]): Promise<string[]> {
  const absent = toggles.join(', ');
  const had = new Set(complete.filter(({ series }) => series > 0).map(({ id }) => id));
  const readsOnly = (expr: string): boolean => originsOf(expr).size > 0 && [...originsOf(expr)].every((origin) => toggles.includes(origin));
  const readsNone = (expr: string): boolean => !tellsOfAlerts(expr) && !toggles.some((toggle) => originsOf(expr).has(toggle));
  const panels = asked(await coverDashboards(prometheus.client, shipped));
  const invented = panels.filter(({ id, expr, series }) => series > 0 && readsOnly(expr) && !saysWhatIsMissing(id));
  const lost = panels.filter(({ id, expr, series }) => series === 0 && had.has(id) && readsNone(expr));
  const expected = new Set(toggles.flatMap((toggle) => aboutAbsence[toggle] ?? []));
  const active = [...(await activeAlerts(prometheus))].filter((name) => !expected.has(name));
  const activeWhenComplete = await activeAlerts(lab.prometheus, '1h');
  const own = new Set(alerts.filter(({ toggles: needed }) => needed.some((toggle) => toggles.includes(toggle))).map(({ name }) => name));
  return [
    ...invented.map(({ id, expr }) => `${id} shows a number without ${absent}: ${expr}`),
    ...lost.map(({ id, expr }) => `${id} is empty without ${absent}, which it does not read: ${expr}`),
    ...active.filter((name) => own.has(name)).map((name) => `${name} is active without ${absent}`),
    ...active.filter((name) => !own.has(name) && !activeWhenComplete.has(name)).map((name) => `${name} is active without ${absent}, and was not with it`),
  ];
}

/** Source by source absent: no panel lies, and no alert is active. */
export function absenceTests(installed: () => Installed, complete: () => readonly Asked[]): void {
  test.each(absences.map((absence) => [absence.toggles.join(', '), absence] as const))('%s', async (_, absence) => {
    const prometheus = installed().others.get(absence.name)!;
    const found = await eventually(() => lies(absence, prometheus, installed(), complete()), (wrong) => wrong.length === 0);
    expect(found).toEqual([]);
    await prometheus.stop();
  });

  test('every source that can be left out was', () => {
    expect(absences.flatMap(({ toggles }) => toggles).sort()).toEqual([...leftOut].sort());
  });
}
