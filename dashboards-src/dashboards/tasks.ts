import * as tasks from '../panels/tasks.ts';
import { memoryUsed, reporting } from '../signals/gpu.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

const ofThisTask = 'cluster=~"$cluster", namespace=~"$namespace", workload="$this_workload"';

export const tasksDashboard = dashboard({
  name: 'tasks',
  title: 'Tasks',
  description: 'What does each training job, model server and notebook do with the GPUs that it holds, and which of them waste some?',
  folder: platform,
  tags: ['gpu', 'workloads'],
  variables: [
    variables.cluster(reporting.at('cluster')),
    variables.oneWord('level', 'Aggregation', tasks.aggregationLevels),
    variables.namespace(`${reporting.at('namespace')}{cluster=~"$cluster", namespace!=""}`),
    variables.workloadKind(`${reporting.at('workload')}{cluster=~"$cluster", namespace=~"$namespace", workload!=""}`),
    variables.workload(`${reporting.at('workload')}{cluster=~"$cluster", namespace=~"$namespace", workload_kind=~"$workload_kind", workload!=""}`),
    variables.thisWorkload(`${reporting.at('workload')}{cluster=~"$cluster", namespace=~"$namespace", workload_kind=~"$workload_kind", workload=~"$workload", workload!=""}`),
    variables.pod(`${memoryUsed.at('gpu')}{${ofThisTask}}`),
    variables.gpu(`${memoryUsed.at('gpu')}{${ofThisTask}, pod=~"$pod"}`),
  ],
  rows: [
    { title: 'Now', requires: ['dcgm'], panels: [tasks.running(), tasks.held(), tasks.idle(), tasks.tensorNow(), tasks.smNow(), tasks.powerNow()] },
    { title: 'Side by side', requires: ['dcgm'], panels: [tasks.gpusCompared(), tasks.tensorCompared(), tasks.busyCompared(), tasks.memoryCompared()] },
    { title: 'By task', requires: ['dcgm'], panels: [tasks.byTask()] },
    { title: 'Pods and GPUs of this task', requires: ['dcgm'], closed: true, panels: [tasks.podsOfTask(), tasks.tensorOfGpu(), tasks.busyOfGpu()] },
    { title: 'Logs of this task', requires: ['opensearch', 'fluentbit'], closed: true, panels: tasks.logPanels() },
  ],
});
