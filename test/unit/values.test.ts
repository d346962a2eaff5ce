import { describe, expect, it } from 'vitest';
import { defaultValues } from '../../generator/values.ts';
import { schema } from '../../values-schema/index.ts';
import { merged, published, refused, rules, type Rules, type Values } from '../chart/values.ts';

interface Explained { readonly description?: string; readonly default?: unknown; readonly properties?: Readonly<Record<string, Explained>> }

/** Paths of values without a description; what has a default is explained as a whole. */
const unexplained = ({ properties = {}, default: whole }: Explained, path: readonly string[] = []): string[] =>
  whole !== undefined ? [] : Object.entries(properties).flatMap(([key, inner]) => [...(inner.description ? [] : [[...path, key].join('.')]), ...unexplained(inner, [...path, key])]);

/** {a: {b: value}} from [a, b]. */
const at = (path: readonly string[], value: unknown): Values => path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;

/** Every group of values, by its path; the values as a whole are the first. */
function groups(node: Rules, path: readonly string[] = []): { path: readonly string[]; node: Rules }[] {
  return [{ path, node }, ...Object.entries(node.properties ?? {}).filter(([, inner]) => inner.properties).flatMap(([key, inner]) => groups(inner, [...path, key]))];
}
const allGroups = groups(rules);
/** Helm shows them to dependencies, which have keys of their own in them. */
const open = ['global', 'grafana', 'opensearch', 'opencost', 'kube-prometheus-stack', 'fluent-bit', 'dashboards.global'];
/** Folders of this chart that Helm sees as dependencies: they have no values, but Helm puts `global` there. */
const files = ['helpers', 'rules', 'runbooks'];

describe('values.yaml', () => {
  it('holds the defaults of the schema', () => {
    expect(published).toEqual(defaultValues(schema));
  });

  it('is accepted by values.schema.json', () => {
    expect(refused(published)).toEqual([]);
  });

  it('explains every value of ours', () => {
    expect(unexplained(schema as unknown as Explained)).toEqual([]);
  });
});

describe('values.schema.json', () => {
  it.each(allGroups.map(({ path }) => path.join('.')).filter(path => !open.includes(path)))('refuses an unknown key in %s', path => {
    const keys = path.split('.').filter(Boolean);
    expect(refused(merged(published, at([...keys, 'unknown'], true)))).toEqual([`${keys.map(key => `/${key}`).join('')} must NOT have additional properties`]);
  });

  it.each(open.filter(path => path !== 'dashboards.global'))('leaves %s open for the dependencies', path => {
    expect(refused(merged(published, at([path, 'unknown'], true)))).toEqual([]);
  });

  it('lets only maps and lists be taken away by null', () => {
    const ours = allGroups.filter(({ path }) => !open.includes(path.join('.')) && !path.includes('overrides'));
    const optional = ours.flatMap(({ path, node: { properties = {}, required = [] } }) =>
      Object.entries(properties).filter(([key]) => !required.includes(key)).map(([key, { type }]) => ({ path: [...path, key].join('.'), type })));
    const others = optional.filter(({ path, type }) => !open.includes(path) && ![type].flat().includes('null'));
    expect(others.map(({ path }) => path)).toEqual(['enabled', ...files]);
  });
});
