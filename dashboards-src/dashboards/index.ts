import { clusterDashboard } from './cluster.ts';
import type { BuiltDashboard } from './define.ts';
import { gpuFleet } from './gpu-fleet.ts';
import { stackDashboard } from './stack.ts';

export type { BuiltDashboard, DashboardJson } from './define.ts';

/** Every dashboard of the chart. */
export const dashboards: readonly BuiltDashboard[] = [gpuFleet, clusterDashboard, stackDashboard];
