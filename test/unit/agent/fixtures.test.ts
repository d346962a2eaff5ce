import { expect, test } from 'vitest';
import { fixtures } from '../../../examples/agent/evals/fixtures/index.ts';
import { analyzers } from '../../../examples/agent/src/analyzers/index.ts';
import { scraped } from '../../../dashboards-src/catalogue/index.ts';

test('there are enough of each kind', () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(25);
  expect(fixtures.filter(({ injection }) => injection).length).toBeGreaterThanOrEqual(2);
  expect(fixtures.filter(({ healthy }) => healthy).length).toBeGreaterThanOrEqual(5);
  expect(new Set(fixtures.map(({ difficulty }) => difficulty))).toEqual(new Set(['easy', 'medium', 'hard']));
  expect(new Set(fixtures.map(({ name }) => name)).size).toBe(fixtures.length);
});

test.each(fixtures)('$name simulates series as exporters have them', ({ world }) => {
  const wrong = new Set<string>();
  for (const { name, labels } of world.series ?? []) {
    const metric = scraped.get(name);
    if (!metric) wrong.add(`${name} is in no catalogue`);
    else for (const label of Object.keys(labels)) if (!metric.labels.includes(label)) wrong.add(`${name} has no label ${label}`);
  }
  expect([...wrong]).toEqual([]);
});

test('a fixture expects findings of analyzers that exist, and most analyzers are asked for something', () => {
  const names = new Set(analyzers.map(({ name }) => name));
  const asked = new Set(fixtures.flatMap(({ find }) => find.map(({ analyzer }) => analyzer)));
  expect([...asked].filter((name) => !names.has(name))).toEqual([]);
  expect(asked.size).toBeGreaterThanOrEqual(20);
});
