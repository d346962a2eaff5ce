import type { DashboardLink, Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/** `url` as `linkTo` makes it. */
export interface DataLink {
  readonly title: string;
  readonly url: string;
}

interface Carried {
  /** Variables that are as on this dashboard. */
  readonly keep?: readonly string[];
  /** Variables set from the labels of the series that was clicked on: `{ node: 'node' }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The variable that is set from the cell. */
  readonly cell?: string;
}

/** Leads from a panel to a dashboard of ours, with the time and the choices made so far. */
export function linkTo(dashboard: string, title: string, { keep = ['cluster'], labels = {}, cell }: Carried = {}): DataLink {
  const set = [
    ...Object.entries(labels).map(([variable, label]) => `var-${variable}=\${__field.labels.${label}}`),
    ...(cell ? [`var-${cell}=\${__value.raw}`] : []),
  ];
  return { title, url: `/d/observability-${dashboard}?${['${__url_time_range}', ...keep.map((name) => `\${${name}:queryparam}`), ...set].join('&')}` };
}

/** What lines can be of, the closest first: labels of series that are fields of lines as well. */
const places = ['pod', 'workload', 'node'] as const;
const lines = (place: string): string => `Lines of this ${place}`;

/** From series with these labels to the lines of what they are about, in the same time. */
export function toLines(labels: readonly string[]): DataLink[] {
  const place = places.find((label) => labels.includes(label));
  return place ? [linkTo('logs', lines(place), { labels: { [place]: place } })] : [];
}

/** From a cell with a value of the label to the lines of what it names. */
export const toLinesOfCell = (label: string): DataLink[] => (places.some((place) => place === label) ? [linkTo('logs', lines(label), { cell: label })] : []);

/** The panel with links from its values. The SDK has no data links of the kind that Grafana reads: a title and an address. */
export const leading = (panel: Panel, links: readonly DataLink[]): Panel =>
  (links.length ? { ...panel, fieldConfig: { overrides: [], ...panel.fieldConfig, defaults: { ...panel.fieldConfig?.defaults, links: links as DashboardLink[] } } } : panel);
