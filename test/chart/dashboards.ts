import { texts } from '../wiring/manifest.ts';
import type { Manifest } from '../wiring.ts';

/** A panel, or the row above the panels that follow it; a closed row holds its own. */
export interface Panel {
  readonly type: string;
  readonly title?: string;
  readonly collapsed?: boolean;
  readonly panels?: readonly Panel[];
  readonly targets?: readonly { readonly expr?: string }[];
}

/** Our dashboards in a ConfigMap; in other objects there are none. */
export const dashboardsOf = (manifest: Manifest): { file: string; panels: readonly Panel[] }[] =>
  manifest.kind === 'ConfigMap' && manifest.metadata.labels?.['app.kubernetes.io/name'] === 'dashboards'
    ? Object.entries(texts(manifest)).map(([file, json]) => ({ file, panels: (JSON.parse(json) as { panels: Panel[] }).panels }))
    : [];

/** Rows without a panel, and dashboards without any. */
export const emptyRows = (manifests: readonly Manifest[]): string[] =>
  manifests.flatMap(dashboardsOf).flatMap(({ file, panels }) => [
    ...(panels.length === 0 ? [`${file} is empty`] : []),
    ...panels.filter((panel, index) => isEmptyRow(panel, panels[index + 1])).map(({ title }) => `${file}, row "${title}" is empty`),
  ]);

const isEmptyRow = ({ type, collapsed, panels = [] }: Panel, next: Panel | undefined): boolean =>
  type === 'row' && (collapsed ? panels.length === 0 : next === undefined || next.type === 'row');
