import { describe, expect, test } from 'vitest';
import type { View } from '../../../examples/agent/src/analyzer.ts';
import { episodes, type Condition } from '../../../examples/agent/src/episodes.ts';
import type { TimeRange } from '../../../dashboards-src/doctor/prometheus.ts';

const now = 1_000_000;

/** A Prometheus in which one series is there at some times. */
const view = (there: (at: number) => boolean, since: number): View => {
  const labels = { namespace: 'a', workload: 'w' };
  return {
    scope: {}, window: { from: now - since, to: now }, has: new Set(['metrics']), kubernetes: undefined!, logs: undefined!, census: { pods: [], pod: () => undefined, concerns: () => true },
    metrics: {
      instant: async (expr, at) => (expr.startsWith('present_over_time') || there(at) ? [{ labels, value: 1 }] : []),
      range: async (_, { start, end, step }: TimeRange) => {
        const points = Array.from({ length: Math.floor((end - start) / step) + 1 }, (__, index) => start + index * step).filter(there).map((at) => ({ at, value: 1 }));
        return points.length ? [{ labels, points }] : [];
      },
    },
  };
};

const condition = (of: Partial<Condition>): Condition => ({ expr: 'x > 0', for: '10m', when: 'now', ...of });
const ago = (minutes: number): number => now - minutes * 60;

describe('a condition', () => {
  test('that holds for its time is told with its beginning', async () => {
    const [found] = await episodes(view((at) => at >= ago(20), 3600), condition({}));
    expect(found).toMatchObject({ place: { namespace: 'a', workload: 'w' }, ongoing: true, longer: false });
    expect(Math.abs(found!.from - ago(20))).toBeLessThanOrEqual(60);
  });

  test('that is younger than its time is none, however far one looks back', async () => {
    for (const since of [3600, 6 * 3600, 7 * 86_400]) expect(await episodes(view((at) => at >= ago(5), since), condition({}))).toEqual([]);
    expect(await episodes(view((at) => at >= ago(11), 7 * 86_400), condition({}))).toHaveLength(1);
  });

  test('that had a break is none', async () => {
    expect(await episodes(view((at) => at < ago(8) || at > ago(4), 3600), condition({}))).toEqual([]);
  });

  test('that is over counts only where the window is asked for', async () => {
    const over = view((at) => at >= ago(40) && at <= ago(20), 3600);
    expect(await episodes(over, condition({}))).toEqual([]);
    expect(await episodes(over, condition({ when: 'window' }))).toMatchObject([{ ongoing: false }]);
  });

  test('that was so before the window is said to be older', async () => {
    expect(await episodes(view(() => true, 3600), condition({}))).toMatchObject([{ longer: true }]);
  });

  test('that is true for a moment is enough where it needs no time', async () => {
    expect(await episodes(view((at) => at >= now - 10, 3600), condition({ for: '0s' }))).toMatchObject([{ ongoing: true }]);
  });
});
