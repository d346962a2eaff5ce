import * as kuberay from '../signals/kuberay.ts';
import { about, linkTo, table, timeseries, type PanelSpec } from './panel.ts';
import { inRayCluster } from './ray.ts';

const inNamespace = 'cluster=~"$cluster", namespace=~"$namespace", workload=~"$workload"';
const toTasks = linkTo('tasks', 'Show its pods', { keep: ['cluster', 'namespace'], cell: 'workload' });

export const rayJobs = (): PanelSpec => timeseries({
  ...about(kuberay.rayJobs), key: 'rayjobs', width: 8, queries: [{ expr: `sum by (deployment_status) (${kuberay.rayJobs.name}{${inNamespace}})`, legend: '{{deployment_status}}' }], colours: { Failed: 'red' },
});

export const provisioning = (): PanelSpec => timeseries({
  ...about(kuberay.provisioning), key: 'provisioning', title: 'Time to provision, by Ray cluster', width: 8, queries: [{ expr: `${kuberay.provisioning.name}{${inRayCluster}}`, legend: '{{ray_io_cluster}}' }],
});

export const errors = (): PanelSpec => timeseries({
  ...about(kuberay.kuberayErrors), key: 'kuberay-errors', width: 8, queries: [{ expr: `sum by (controller) (${kuberay.kuberayErrors.name}{cluster=~"$cluster"})`, legend: '{{controller}}' }],
});

const states = `max by (namespace, workload, deployment_status) (${kuberay.rayJobs.name}{${inNamespace}})`;

export const rayJobTable = (): PanelSpec => table({
  key: 'rayjob-table', title: 'RayJobs', requires: ['kuberay'], width: 12, height: 8, none: 'There is no RayJob',
  description: 'Each RayJob with its state and how long it ran. A failed one: the log of its submitter pod has the error of the program, `kubectl describe rayjob` that of KubeRay.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'workload', title: 'RayJob', link: toTasks }, { label: 'deployment_status', title: 'State', width: 130 }],
  values: [
    { expr: states, title: 'Count', unit: 'count', width: 80 },
    { expr: `max by (namespace, workload) (${kuberay.rayJobDuration.name}{${inNamespace}}) * on (namespace, workload) group_right () ${states}`, title: 'Run time', unit: 'seconds' },
  ],
  sort: { column: 'Run time', desc: true },
});

export const rayServiceTable = (): PanelSpec => table({
  key: 'rayservice-table', title: 'RayServices', requires: ['kuberay'], width: 12, height: 8, none: 'There is no RayService',
  description: 'Each RayService, and whether its applications can be called. If not: `kubectl describe rayservice`, and the applications above.',
  labels: [{ label: 'namespace', title: 'Namespace' }, { label: 'workload', title: 'RayService', link: toTasks }],
  values: [{
    expr: `min by (namespace, workload) (${kuberay.rayServiceReady.name}{${inNamespace}})`, title: 'Ready', unit: 'bool', cell: 'colour', thresholds: { better: 'higher', warning: 1, critical: 1 },
    words: { 0: { text: 'no', color: 'red' }, 1: { text: 'yes', color: 'transparent' } },
  }],
  sort: { column: 'Ready', desc: false },
});
