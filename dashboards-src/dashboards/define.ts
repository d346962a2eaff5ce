import { type Dashboard, DashboardBuilder, DashboardCursorSync, DashboardLinkBuilder, DashboardLinkType, type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Toggle } from '../catalogue/define.ts';
import type { PanelSpec } from '../panels/panel.ts';
import { grid } from '../panels/style.ts';
import { compact } from './compact.ts';
import type { Variable } from './variables.ts';

/** A titled row of panels; rows that are closed at first ask nothing until they are opened. */
export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
  readonly requires?: readonly Toggle[];
  readonly closed?: boolean;
}

export interface DashboardSpec {
  /** Short name in lower case with dashes; never changes, as bookmarks hold it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly folder: string;
  readonly tags: readonly string[];
  readonly variables: readonly Variable[];
  readonly rows: readonly RowSpec[];
  /** How far back it looks when opened. */
  readonly from?: string;
}

type Requiring<T> = T & { readonly requires?: readonly Toggle[] };
type PlacedPanel = Requiring<Panel>;
interface PlacedRow { readonly type: 'row'; readonly id: number; readonly title: string; readonly collapsed: boolean; readonly gridPos: { h: number; w: number; x: number; y: number }; readonly panels: PlacedPanel[]; readonly requires?: readonly Toggle[] }

/** Grafana's dashboard JSON; `requires` is ours, for the chart's template to read and remove. */
export type DashboardJson = Omit<Dashboard, 'panels'> & { readonly panels: (PlacedPanel | PlacedRow)[] };

/** A dashboard ready to be written to a file. */
export interface BuiltDashboard {
  /** File name without its end. */
  readonly name: string;
  readonly folder: string;
  readonly json: DashboardJson;
}

/** Every dashboard of ours has it: the list of links at the top is made of it. */
export const tag = 'observability';

/** FNV-1a, folded to a number that Grafana takes as an id: the same key has the same id whatever is added around it. */
function stableId(key: string): number {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return ((hash >>> 0) % 999_999) + 1;
}

const union = (...lists: (readonly Toggle[] | undefined)[]): readonly Toggle[] => [...new Set(lists.flatMap((list) => list ?? []))];
const requiring = (toggles: readonly Toggle[]) => (toggles.length ? { requires: toggles } : {});

/** From left to right, and on to the next line when the width is used up. */
function place(panels: readonly PanelSpec[], top: number, id: (key: string) => number, toggles: readonly Toggle[] | undefined): { placed: PlacedPanel[]; bottom: number } {
  let x = 0, y = top, lineHeight = 0;
  const placed = panels.map(({ key, width, height, requires, panel }) => {
    if (x + width > grid.columns) { x = 0; y += lineHeight; lineHeight = 0; }
    const gridPos = { h: height, w: width, x, y };
    x += width;
    lineHeight = Math.max(lineHeight, height);
    return { ...panel, id: id(key), gridPos, ...requiring(union(toggles, requires)) };
  });
  return { placed, bottom: y + lineHeight };
}

/** Lays out a dashboard; throws on panels that are named alike. */
export function dashboard(spec: DashboardSpec): BuiltDashboard {
  const keys = new Map<number, string>();
  const id = (key: string): number => {
    const number = stableId(`${spec.name}/${key}`);
    const other = keys.get(number);
    if (other !== undefined) throw new Error(`dashboard ${spec.name}: the panels "${other}" and "${key}" get the same id; give one of them another key`);
    keys.set(number, key);
    return number;
  };
  const panels: (PlacedPanel | PlacedRow)[] = [];
  let y = 0;
  for (const { title, panels: specs, requires, closed = false } of spec.rows) {
    const row = { type: 'row' as const, id: id(`row/${title}`), title, collapsed: closed, gridPos: { h: 1, w: grid.columns, x: 0, y }, ...requiring(union(requires)) };
    const { placed, bottom } = place(specs, y + 1, id, requires);
    panels.push({ ...row, panels: closed ? placed : [] }, ...(closed ? [] : placed));
    y = closed ? y + 1 : bottom;
  }
  const builder = new DashboardBuilder(spec.title).uid(`${tag}-${spec.name}`).description(spec.description).tags([tag, ...spec.tags]).timezone('browser').refresh('1m').time({ from: spec.from ?? 'now-6h', to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair).readonly()
    .link(new DashboardLinkBuilder('Dashboards').type(DashboardLinkType.Dashboards).tags([tag]).asDropdown(true).includeVars(true).keepTime(true));
  for (const variable of spec.variables) builder.withVariable(variable.builder());
  const { links = [], ...json } = builder.build();
  // Left as the SDK has it, Grafana 12 hides the links in a menu.
  const shown = links.map(({ placement: _, ...link }) => link);
  return { name: spec.name, folder: spec.folder, json: compact({ ...json, links: shown, panels }) };
}
