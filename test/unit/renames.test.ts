import { expect, test } from 'vitest';
import { metricsOf } from '../../dashboards-src/doctor/diagnosis.ts';
import { substitute } from '../../dashboards-src/promql/parse.ts';
import { ofAlerts, ofPanels, ofRules } from '../../dashboards-src/read.ts';
import { rewritten, toNewer, toOlder } from '../lab/renames.ts';

const expressions = [...ofRules, ...ofAlerts, ...ofPanels.map(({ of, expr }) => ({ of, expr: substitute(expr).text }))];

const familiesOf = (expr: string): ReadonlySet<string> => new Set(metricsOf(expr).flatMap((name) => [name, name.replace(/_(?:bucket|sum|count)$/, '')]));

test('what asks for a metric that was renamed asks for it under both names', () => {
  const half = expressions.flatMap(({ of, expr }) => {
    const families = familiesOf(expr);
    return [...toNewer].filter(([older, newer]) => families.has(older) !== families.has(newer)).map(([older, newer]) => `${of} asks for ${families.has(older) ? `${older}, not for ${newer}` : `${newer}, not for ${older}`}`);
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
