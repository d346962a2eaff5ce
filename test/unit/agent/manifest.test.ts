import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { paths } from '../../../examples/agent/src/sources/kubernetes.ts';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const folder = new URL('../../../examples/agent/', import.meta.url);
const objects = loadAll(readFileSync(new URL('deploy/agent.yaml', folder), 'utf8')) as { kind: string; [key: string]: unknown }[];
const of = <T>(kind: string): T => objects.find((object) => object.kind === kind) as T;

test('its role gives what the analyzers list, and logs, and nothing more', () => {
  const { rules } = of<{ rules: Rule[] }>('ClusterRole');
  const given = rules.flatMap(({ apiGroups, resources, verbs }) => apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))));
  const needed = Object.values(paths).map(({ group, plural }) => `list ${group === 'api/v1' ? '' : group.split('/')[1]}/${plural}`);
  expect(given.sort()).toEqual([...needed, 'get /pods/log'].sort());
});

test('its pod meets the restricted Pod Security standard', () => {
  const { spec: { template: { spec } } } = of<{ spec: { template: { spec: { securityContext: object; containers: { securityContext: object }[]; volumes: object[] } } } }>('Deployment');
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  for (const { securityContext } of spec.containers) expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  expect(spec.volumes.flatMap(Object.keys).filter((key) => key !== 'name')).toEqual(['secret', 'secret']);
});

test('all that runs is pinned to a version', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  expect(readFileSync(new URL('Dockerfile', folder), 'utf8').match(/^FROM \S+/gm)).toEqual(['FROM node:20.20.2-bookworm-slim', 'FROM gcr.io/distroless/nodejs20-debian12:nonroot']);
});
