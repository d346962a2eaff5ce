import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { indexSettings, mapping } from '../../generator/components/opensearch/mapping.ts';
import { policy } from '../../generator/components/opensearch/policy.ts';
import { roles, users } from '../../generator/components/opensearch/roles.ts';
import { fieldNames } from '../../dashboards-src/logs/fields.ts';
import { render } from '../render.ts';
import { longRelease } from '../scenarios.ts';
import { stageChart } from '../stubs.ts';

it('every field has a place in the index, and nothing else has', () => {
  expect(Object.keys(mapping.properties)).toEqual(fieldNames);
  expect(mapping.dynamic).toBe(false);
  expect(indexSettings['mapping.ignore_malformed']).toBe(true);
});

it('every user has a role of its own', () => {
  expect(users.map(({ role }) => role).sort()).toEqual(Object.keys(roles).sort());
});

it('no role may do everything', () => {
  const actions = Object.values(roles).flatMap(({ cluster_permissions, index_permissions }) => [...cluster_permissions, ...index_permissions.flatMap(({ allowed_actions }) => allowed_actions)]);
  expect(actions.filter(action => ['*', 'indices:*', 'cluster:*', 'indices:data/write/*', 'indices:admin/*'].includes(action))).toEqual([]);
});

it('a policy counts retention from the rollover, and its states and kinds of actions stay the same, so that OpenSearch applies a change at once', () => {
  const { states, ism_template } = policy({ family: 'apps', retention: '30d', rolloverSize: '5gb', rolloverAge: '1d' }).policy;
  expect(states.map(({ name, actions }) => [name, actions.map(action => Object.keys(action).find(key => key !== 'retry'))])).toEqual([['write', ['rollover']], ['keep', []], ['delete', ['delete']]]);
  expect(states[1]!.transitions).toEqual([{ state_name: 'delete', conditions: { min_rollover_age: '30d' } }]);
  expect(ism_template[0]!.index_patterns).toEqual(['apps-0*']);
});

it('names of Jobs and CronJobs are short enough under the longest release name', async () => {
  const { chart } = await stageChart({ charts: 'stubs' });
  const manifests = await render({ chart, release: longRelease }).finally(() => rmSync(chart, { recursive: true }));
  const names = (kind: string): string[] => manifests.filter(one => one.kind === kind && /opensearch/.test(one.metadata.name)).map(({ metadata }) => metadata.name);
  expect(names('Job')).toHaveLength(1);
  expect(names('CronJob')).toHaveLength(2);
  expect(names('Job').filter(name => name.length > 63)).toEqual([]);
  expect(names('CronJob').filter(name => name.length > 52)).toEqual([]);
});
