import { addressReferences, hostVariables } from './wiring/addresses.ts';
import { dataSourceUids, namedDataSources } from './wiring/grafana.ts';
import { describe, Render, withoutNulls, type Found, type Manifest, type Reference } from './wiring/manifest.ts';
import { objectReferences } from './wiring/objects.ts';
import { podReferences, podsOf, type Pods } from './wiring/pods.ts';
import { unmatched } from './wiring/selectors.ts';
import { missingVariables } from './wiring/variables.ts';

export type { Manifest } from './wiring/manifest.ts';

/** A name that leads nowhere. */
export interface Dangling {
  /** The object that points, as "Kind namespace/name". */
  readonly from: string;
  /** Where in it. */
  readonly via: string;
  /** What is missing, for example "Secret monitoring/grafana-admin". */
  readonly to: string;
}

export interface WiringOptions {
  /** Namespace of the release: that of objects which name none. */
  readonly namespace: string;
  /** Things that come from elsewhere, matched against {@link Dangling.to}: made by a hook at run time, or the user's own. */
  readonly elsewhere?: readonly RegExp[];
}

/**
 * Every name in a render that leads nowhere: Secrets, ConfigMaps and their keys, Services and their ports (as references,
 * in URLs and in configuration files), service accounts, roles, claims, data sources of dashboards, environment variables
 * that configuration files read, and selectors of Services and monitors that match nothing. Empty when all is wired.
 */
export function danglingReferences(manifests: readonly Manifest[], { namespace, elsewhere = [] }: WiringOptions): Dangling[] {
  const render = new Render(manifests.map(withoutNulls), namespace);
  const pods = podsOf(render);
  const dangling = [
    ...references(render, pods).filter(reference => !render.leads(reference)).map(({ from, via, ...to }) => ({ from, via, to: describe(to) })),
    ...render.manifests.flatMap(manifest => unmatched(manifest, render, pods).map(lost => ({ from: render.address(manifest), ...lost }))),
    ...pods.flatMap(each => missingVariables(each, render).map(lost => ({ from: render.address(each.owner), ...lost }))),
    ...missingDataSources(render),
  ];
  return distinct(dangling.filter(({ to }) => !elsewhere.some(pattern => pattern.test(to))));
}

function references(render: Render, pods: readonly Pods[]): Reference[] {
  const namespaces = new Set(render.manifests.map(manifest => render.namespace(manifest)));
  const from = (manifest: Manifest, found: readonly Found[]): Reference[] => found.map(reference => ({ from: render.address(manifest), namespace: render.namespace(manifest), ...reference }));
  return [
    ...render.manifests.flatMap(manifest => from(manifest, [...objectReferences(manifest, render), ...addressReferences(manifest, namespaces)])),
    ...pods.flatMap(each => from(each.owner, [...podReferences(each), ...(each.spec.containers ?? []).flatMap(({ env = [] }) => hostVariables(env))])),
  ];
}

/** Dashboards count only where the release provisions data sources: with a Grafana of the user's they are the user's. */
function missingDataSources(render: Render): Dangling[] {
  const uids = dataSourceUids(render);
  if (uids.size === 0) return [];
  return render.manifests.flatMap(manifest => [...namedDataSources(manifest)].filter(uid => !uids.has(uid)).map(uid => ({ from: render.address(manifest), via: 'datasource', to: `data source ${uid}` })));
}

const distinct = (dangling: readonly Dangling[]): Dangling[] => [...new Map(dangling.map(each => [Object.values(each).join('\n'), each])).values()];
