import { load } from 'js-yaml';
import type { Manifest, Render } from './manifest.ts';
import { texts } from './manifest.ts';

/** Data sources that Grafana has without anybody making them. */
const BUILT_IN = new Set(['grafana', '-- Grafana --', '-- Mixed --', '-- Dashboard --']);

/** A data source as Grafana's provisioning files describe it. */
interface Provisioning { readonly datasources?: readonly { readonly uid?: string; readonly name: string }[] }

export const dataSourceFiles = (render: Render): Manifest[] => render.ofKind('ConfigMap', 'Secret').filter(({ metadata }) => metadata.labels?.['grafana_datasource'] !== undefined);

/** The uids of all data sources that the render provisions. */
export function dataSourceUids(render: Render): Set<string> {
  const files = dataSourceFiles(render).flatMap(file => Object.values(texts(file)));
  return new Set(files.flatMap(text => ((load(text) as Provisioning).datasources ?? []).map(({ uid, name }) => uid ?? name)));
}

/** The uids of data sources that a ConfigMap of dashboards names outright, not by a variable. */
export function namedDataSources(manifest: Manifest): Set<string> {
  if (manifest.kind !== 'ConfigMap' || manifest.metadata.labels?.['grafana_dashboard'] === undefined) return new Set();
  const uids = Object.values(texts(manifest)).flatMap(json => collect(JSON.parse(json)));
  return new Set(uids.filter(uid => !uid.startsWith('$') && !BUILT_IN.has(uid)));
}

function collect(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { datasource } = value as { datasource?: { uid?: unknown } };
  const own = typeof datasource === 'object' && typeof datasource?.uid === 'string' ? [datasource.uid] : [];
  return [...own, ...Object.values(value).flatMap(collect)];
}
