import * as panels from '../panels/training.ts';
import { training } from '../signals/training.ts';
import { podWorkload } from '../signals/workloads.ts';
import { dashboard } from './define.ts';
import { platform } from './folders.ts';
import * as variables from './variables.ts';

const inNamespace = 'cluster=~"$cluster", namespace=~"$namespace"';
const ofJob = `${inNamespace}, workload="$this_workload"`;

export const trainingDashboard = dashboard({
  name: 'training',
  title: 'Training',
  description: 'Does this job learn, how fast, what holds it up, and what would a failure cost?',
  folder: platform,
  tags: ['training', 'workloads'],
  variables: [
    variables.cluster(training.name),
    variables.namespace(`${training.name}{cluster=~"$cluster"}`),
    variables.workloadKind(`${training.name}{${inNamespace}}`),
    variables.thisWorkload(`${training.name}{${inNamespace}, workload_kind=~"$workload_kind"}`),
    variables.listedPod(`${podWorkload.name}{${ofJob}}`),
    variables.thisNode(`${podWorkload.name}{${ofJob}, node!=""}`),
  ],
  rows: [
    { title: 'Now', panels: [panels.thisJob(), panels.stepNow(), panels.tokensNow(), panels.inStepsNow(), panels.timeLost(), panels.slowestNow(), panels.checkpointNow()] },
    { title: 'Progress', requires: ['annotated'], panels: [panels.loss(), panels.accuracy(), panels.learning(), panels.stepTime(), panels.tokenRate(), panels.whereTimeGoes()] },
    { title: 'Useful work and resiliency', panels: [panels.usefulWork(), panels.podsByPhase(), panels.stragglers(), panels.restarts()] },
    { title: 'Stragglers', requires: ['dcgm'], closed: true, panels: [panels.tensorOfSlowest(), panels.tensorByPod(), panels.gpuTable()] },
    { title: 'Pods', closed: true, panels: [panels.podTable(), panels.lastEnds(), panels.cpuByPod(), panels.memoryByPod()] },
    { title: 'Data loading', closed: true, panels: [panels.dips(), panels.cpuAgainstRequest(), panels.throttled(), panels.stalledByStorage(), panels.diskTraffic(), panels.lustreTraffic()] },
    { title: 'Checkpoints', closed: true, panels: [panels.checkpointAges(), panels.checkpointTimes(), panels.volumes()] },
    { title: 'Network', closed: true, panels: [panels.podTraffic(), panels.rdmaTraffic(), panels.rdmaFaults(), panels.rdmaAgain()] },
    { title: 'This node', closed: true, panels: [panels.cpuOfNode(), panels.powerOfNode(), panels.heatOfNode(), panels.nvlinkOfNode()] },
    { title: 'More of the training', requires: ['annotated'], closed: true, panels: [panels.gradients(), panels.sampleRate(), panels.epochs(), panels.costSoFar()] },
    { title: 'Operators', closed: true, panels: [panels.operators(), panels.hyperpodUptime(), panels.hyperpodFaults(), panels.hyperpodDowntime(), panels.hyperpodTime(), panels.hyperpodFaultTypes(), panels.hyperpodRecoveryTimes(), panels.hyperpodLatencies()] },
    { title: 'Logs', requires: ['opensearch', 'fluentbit'], closed: true, panels: [panels.errorsInLogs(), panels.troubleInLogs(), panels.allLogs()] },
  ],
});
