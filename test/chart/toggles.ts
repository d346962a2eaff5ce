import { schema, type Values } from '../../values-schema/index.ts';

/** A switch of the chart. */
export interface Toggle {
  /** Its value, for example "dcgm.enabled". */
  readonly path: string;
  /** Whether it is on by default. */
  readonly on: boolean;
}

interface Node { readonly default?: unknown; readonly properties?: Readonly<Record<string, Node>> }

/** Every switch of the values, also those within a component. */
export const toggles: readonly Toggle[] = switches(schema as unknown as Node, []);

function switches({ properties = {} }: Node, path: readonly string[]): Toggle[] {
  return Object.entries(properties).flatMap(([key, node]) => {
    const here = [...path, key];
    return key === 'enabled' && typeof node.default === 'boolean' ? [{ path: here.join('.'), on: node.default }] : switches(node, here);
  });
}

/** Refused by the chart's checks while they are on: there is nothing behind them yet. */
export const withoutEffect: readonly string[] = ['otel.enabled', 'sagemaker.enabled'];

/** What cannot do without another component, by the other's toggle. */
const needing: Readonly<Record<string, readonly string[]>> = {
  'prometheus.enabled': ['opencost.enabled', 'mcp.prometheus.enabled'],
  'opensearch.enabled': ['fluentbit.enabled', 'mcp.opensearch.enabled'],
};

/** Values with these toggles the other way round; what needs one that is off goes off with it. */
export function flipped(...some: readonly Toggle[]): Partial<Values> {
  const lost = some.filter(({ on }) => on).flatMap(({ path }) => needing[path] ?? []);
  const values = new Map([...some.map(({ path, on }): [string, boolean] => [path, !on]), ...lost.map((path): [string, boolean] => [path, false])]);
  return [...values].reduce<object>((all, [path, value]) => put(all, path.split('.'), value), {});
}

function put(into: object, [key, ...rest]: readonly string[], value: unknown): object {
  const inner = (into as Record<string, object>)[key!] ?? {};
  return { ...into, [key!]: rest.length > 0 ? put(inner, rest, value) : value };
}
