import type { FieldConfig } from '@grafana/data';

/** What the page reads of a panel. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
  readonly options?: any;
  readonly fieldConfig?: { readonly defaults?: FieldConfig; readonly overrides?: any[] };
  readonly transformations?: readonly unknown[];
  readonly collapsed?: boolean;
  readonly panels?: readonly Panel[];
}

export interface Target {
  readonly refId: string;
  readonly expr?: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly format?: string;
  readonly datasource?: { readonly uid?: string };
}

/** A dashboard whose variables have their values, and the time to draw, in unix seconds. */
export interface View {
  readonly dashboard: { readonly title: string; readonly panels: readonly Panel[] };
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** There is an OpenSearch to ask. */
  readonly lines?: boolean;
}
