import type { Signal } from '../signals/define.ts';
import { about, type LabelColumn, type ValueColumn } from './panel.ts';
import { chosen } from './select.ts';

/** What the dashboards of SageMaker are asked for: which account and region. */
export const inAccount = 'cluster=~"$cluster", account_id=~"$account_id", region=~"$region"';

export const byVariant = 'account_id, region, endpoint_name, variant_name';

/** Of many the greatest, or those whose `ranked` is the greatest. */
export const greatest = (series: string, on: string, count = 15, ranked = series): string => chosen(series, 'topk', count, on, ranked);

/** A column that has the colours of its signal. */
export const column = (signal: Signal, expr: string, title: string, cell: ValueColumn['cell'] = 'plain', more: Partial<ValueColumn> = {}): ValueColumn => ({ expr, title, cell, unit: signal.unit, thresholds: about(signal).thresholds, ...more });

/** SageMaker publishes nothing where nothing happens. */
export const quiet = 'Nothing in this time';

export const accountColumn: LabelColumn = { label: 'account_id', title: 'Account', width: 120, text: true };
export const regionColumn: LabelColumn = { label: 'region', title: 'Region', width: 100 };
