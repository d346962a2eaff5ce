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
export const withoutEffect: readonly string[] = ['sagemaker.enabled'];

/** What cannot do without another component, by the other's toggle. */
const needing: Readonly<Record<string, readonly string[]>> = {
  'prometheus.enabled': ['opencost.enabled', 'mcp.prometheus.enabled', 'otel.metrics.enabled'],
  'fluentbit.enabled': ['otel.logs.enabled'],
  'opensearch.enabled': ['fluentbit.enabled', 'mcp.opensearch.enabled', 'logs.snapshots.enabled', 'otel.logs.enabled'],
  'logs.bootstrap.enabled': ['logs.snapshots.enabled'],
  'grafana.enabled': ['mcp.grafana.enabled'],
};

/** What a switch has to be told besides, by the chart's checks: here the least that will do. */
const told: Readonly<Record<string, readonly (readonly [path: string, value: unknown])[]>> = {
  'otel.enabled': [['kube-prometheus-stack.prometheus.prometheusSpec.enableOTLPReceiver', true], ['otel.traces.url', 'https://traces.example.com:443']],
  'logs.snapshots.enabled': [['logs.snapshots.type', 'fs'], ['opensearch.extraVolumes', [{ name: 'snapshots', emptyDir: {} }]], ['opensearch.extraVolumeMounts', [{ name: 'snapshots', mountPath: '/usr/share/opensearch/snapshots' }]]],
};

/** Values with these toggles the other way round, and what they have to be told; what needs one that is off goes off with it. */
export function flipped(...some: readonly Toggle[]): Partial<Values> {
  const lost = some.filter(({ on }) => on).flatMap(({ path }) => needing[path] ?? []);
  const values = new Map<string, unknown>([...some.map(({ path, on }) => [path, !on] as const), ...lost.map((path) => [path, false] as const), ...some.flatMap(({ path, on }) => (on ? [] : told[path] ?? []))]);
  return [...values].reduce<object>((all, [path, value]) => put(all, path.split('.'), value), {});
}

function put(into: object, [key, ...rest]: readonly string[], value: unknown): object {
  const inner = (into as Record<string, object>)[key!] ?? {};
  return { ...into, [key!]: rest.length > 0 ? put(inner, rest, value) : value };
}

/** The ways to take `size` of the numbers below `count`. */
function choices(count: number, size: number): number[][] {
  if (size === 0) return [[]];
  return count < size ? [] : [...choices(count - 1, size), ...choices(count - 1, size - 1).map((chosen) => [...chosen, count - 1])];
}

/**
 * Sets of things such that of any two of them both, either and none are in some set: a few sets where there are hundreds of pairs.
 * Each is in another half of all sets but the first (Kleitman and Spencer, Families of k-independent sets, 1973).
 */
export function covering<T>(things: readonly T[]): T[][] {
  const half = [2, 3, 4, 5, 6, 7].find((size) => choices(2 * size - 1, size).length >= things.length)!;
  const places = choices(2 * half - 1, half);
  return Array.from({ length: 2 * half }, (_, set) => things.filter((_thing, index) => places[index]!.includes(set)));
}
