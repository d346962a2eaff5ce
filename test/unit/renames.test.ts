import { expect, test } from 'vitest';
import { alertGroups, alertingRule } from '../../dashboards-src/alerts/index.ts';
import { queries } from '../../dashboards-src/check.ts';
import { dashboards } from '../../dashboards-src/dashboards/index.ts';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
import { substitute } from '../../dashboards-src/promql/parse.ts';
import { ruleGroups } from '../../dashboards-src/rules/index.ts';
import { rewritten, toNewer, toOlder } from '../lab/renames.ts';

const expressions: readonly (readonly [id: string, expr: string])[] = [
  ...ruleGroups.flatMap(({ rules }) => rules.map(({ record, expr }) => [record, expr] as const)),
  ...alertGroups.flatMap(({ alerts }) => alerts.map((alert) => [alert.name, alertingRule(alert).expr] as const)),
  ...dashboards.flatMap((dashboard) => queries(dashboard).map(({ panel, expr }) => [`${dashboard.name} › ${panel}`, substitute(expr).text] as const)),
];

const familiesOf = (expr: string): ReadonlySet<string> => new Set(metricsOf(expr).flatMap((name) => [name, name.replace(/_(?:bucket|sum|count)$/, '')]));

test('what asks for a metric that was renamed asks for it under both names', () => {
  const half = expressions.flatMap(([id, expr]) => {
    const families = familiesOf(expr);
    return [...toNewer].filter(([older, newer]) => families.has(older) !== families.has(newer)).map(([older, newer]) => `${id} asks for ${families.has(older) ? `${older}, not for ${newer}` : `${newer}, not for ${older}`}`);
  });
  expect([...new Set(half)]).toEqual([]);
});

test('an exposition is rewritten to other names with its comments and buckets, and what it has under both is left', () => {
  const names = new Map([['old_seconds', 'new_seconds'], ['both_old', 'both_new']]);
  const exposition = ['# HELP old_seconds Time.', '# TYPE old_seconds histogram', 'old_seconds_bucket{le="1"} 2', 'old_seconds_sum 3', 'both_old 1', 'both_new 1', 'old_seconds_elsewhere 4'].join('\n');
  expect(rewritten(exposition, names).split('\n')).toEqual(['# HELP new_seconds Time.', '# TYPE new_seconds histogram', 'new_seconds_bucket{le="1"} 2', 'new_seconds_sum 3', 'both_old 1', 'both_new 1', 'old_seconds_elsewhere 4']);
});

test('every older name is served by one of the older generations', () => {
  const served = new Set(toOlder.flatMap((names) => [...names.values()]));
  expect([...toNewer.keys()].filter((older) => !served.has(older))).toEqual([]);
});
