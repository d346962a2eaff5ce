import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Node, Pod, Snapshot } from '../lab/fleet/cluster.ts';
import { quantity } from '../lab/fleet/cluster.ts';
import { parseCounters } from '../lab/fleet/counters.ts';
import { unknownFields } from '../lab/fleet/dcgm.ts';
import { Fleet } from '../lab/fleet/fleet.ts';
import { assign } from '../lab/fleet/slots.ts';

const origin = 1_800_000_000;

const csv = `
# a comment
DCGM_FI_DRIVER_VERSION, label, Driver Version
DCGM_FI_PROF_PIPE_TENSOR_ACTIVE, gauge, Ratio of cycles the tensor pipe is active
DCGM_FI_PROF_SM_ACTIVE, gauge, SM active
DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization (in %)
DCGM_FI_DEV_POWER_USAGE, gauge, Power draw (in W)
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, counter, Total energy since boot, in mJ
DCGM_FI_DEV_FB_USED, gauge, Used
DCGM_FI_DEV_FB_FREE, gauge, Free
DCGM_FI_DEV_FB_RESERVED, gauge, Reserved
DCGM_FI_DEV_GPU_TEMP, gauge, Temperature
DCGM_FI_DEV_SM_CLOCK, gauge, Clock
DCGM_FI_DEV_XID_ERRORS, gauge, Last Xid
DCGM_EXP_XID_ERRORS_COUNT, gauge, Xids in the window
DCGM_EXP_CLOCK_EVENTS_COUNT, gauge, Clock events in the window
DCGM_FI_DEV_ECC_DBE_VOL_TOTAL, counter, Double-bit errors
DCGM_FI_DEV_THERMAL_VIOLATION, counter, Slowed by heat
DCGM_FI_DEV_POWER_VIOLATION, counter, Slowed by power
DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL, counter, NVLink
`;

const gpuNode = (name: string, gpus = 8): Node => ({ metadata: { name }, status: { allocatable: { 'nvidia.com/gpu': String(gpus) } } });

const neuronNode: Node = {
  metadata: {
    name: 'trn-1',
    labels: { 'node.kubernetes.io/instance-type': 'trn1.32xlarge', 'topology.kubernetes.io/zone': 'us-east-1a', 'topology.kubernetes.io/region': 'us-east-1' },
  },
  status: { capacity: { cpu: '128', memory: '512Gi' }, allocatable: { 'aws.amazon.com/neuron': '16' } },
};

interface PodOptions {
  readonly name: string;
  readonly node: string;
  readonly devices?: Record<string, string>;
  readonly behaviour?: string;
  readonly claim?: string;
  readonly phase?: string;
}

const pod = ({ name, node, devices = {}, behaviour, claim, phase = 'Running' }: PodOptions): Pod => ({
  metadata: { name, namespace: 'team', uid: `uid-${name}`, ...(behaviour && { annotations: { 'lab.observability/behaviour': behaviour } }) },
  spec: {
    nodeName: node,
    containers: [{ name: 'main', resources: { requests: { cpu: '2', memory: '4Gi', ...devices }, limits: { cpu: '4', ...devices } } }],
    ...(claim && { volumes: [{ persistentVolumeClaim: { claimName: claim } }] }),
  },
  status: { phase, startTime: '2027-01-15T07:59:00Z' },
});

const gpus = (count: number): Record<string, string> => ({ 'nvidia.com/gpu': String(count) });

function fleetOf(snapshot: Partial<Snapshot>): Fleet {
  const fleet = new Fleet(origin);
  fleet.update({ nodes: [], pods: [], claims: [], counters: csv, ...snapshot });
  return fleet;
}

/** The series of a metric in an exposition, as `labels value` pairs. */
const series = (text: string, metric: string): { labels: string; value: number }[] =>
  text.split('\n').flatMap((line) => {
    const [, labels = '', value] = new RegExp(`^${metric}(?:\\{(.*)\\})? (\\S+)$`).exec(line) ?? [];
    return value === undefined ? [] : [{ labels, value: Number(value) }];
  });

const valueOf = (text: string, metric: string, label: string): number => series(text, metric).find(({ labels }) => labels.includes(label))!.value;

const meanOverTenMinutes = (metric: string, label: string, fleet: Fleet): number => {
  const values = Array.from({ length: 60 }, (_, step) => valueOf(fleet.dcgmMetrics('gpu-9', origin + 10 * step), metric, label));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

describe('GPUs', () => {
  // A node after the four that have a faulty GPU.
  const nodes = ['gpu-1', 'gpu-2', 'gpu-3', 'gpu-4', 'gpu-9'].map((name) => gpuNode(name));

  test('are held by the pods that ask for them, lowest index first, and carry their names', () => {
    const fleet = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-9', devices: gpus(2) }), pod({ name: 'b', node: 'gpu-9', devices: gpus(1) })] });
    const held = series(fleet.dcgmMetrics('gpu-9', origin), 'DCGM_FI_DEV_GPU_UTIL').map(({ labels }) => /pod="(.*?)"/.exec(labels)?.[1]);
    expect(held).toEqual(['a', 'a', 'b', undefined, undefined, undefined, undefined, undefined]);
  });

  test('print the labels of dcgm-exporter 4.5.3 to 4.8.2 in its order', () => {
    const fleet = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-9', devices: gpus(1) })] });
    const [first] = series(fleet.dcgmMetrics('gpu-9', origin), 'DCGM_FI_DEV_GPU_UTIL');
    expect(first?.labels).toMatch(
      /^gpu="0",UUID="GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",pci_bus_id="00000000:53:00.0",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="gpu-9",container="main",namespace="team",pod="a",DCGM_FI_DRIVER_VERSION="[0-9.]+"$/,
    );
  });

  test('give a finished pod\'s accelerators to the next pod, and leave the others where they are', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => pod({ name, node: 'n', devices: gpus(2) }));
    const before = assign(Array<undefined>(6).fill(undefined), [a!, b!], 'nvidia.com/gpu');
    const after = assign(before, [b!, c!], 'nvidia.com/gpu');
    expect(after.map((holder) => holder?.pod)).toEqual(['c', 'c', 'b', 'b', undefined, undefined]);
  });

  test('of a training pod work hard and of an idle one not at all, though it holds memory', () => {
    const training = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-9', devices: gpus(1), behaviour: 'training' })] });
    const idle = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-9', devices: gpus(1), behaviour: 'idle' })] });
    expect(meanOverTenMinutes('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gpu="0"', training)).toBeGreaterThan(0.35);
    expect(meanOverTenMinutes('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gpu="0"', training)).toBeLessThan(0.6);
    expect(meanOverTenMinutes('DCGM_FI_PROF_SM_ACTIVE', 'gpu="0"', idle)).toBe(0);
    expect(valueOf(idle.dcgmMetrics('gpu-9', origin), 'DCGM_FI_DEV_FB_USED', 'gpu="0"')).toBeGreaterThan(10_000);
  });

  test('of a serving pod work, but less than those of a training pod', () => {
    const serving = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-9', devices: gpus(1), behaviour: 'serving' })] });
    const mean = meanOverTenMinutes('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gpu="0"', serving);
    expect(mean).toBeGreaterThan(0.02);
    expect(mean).toBeLessThan(0.3);
  });

  test('stay within what an H100 can do, for hours', () => {
    const fleet = fleetOf({ nodes, pods: nodes.map(({ metadata }) => pod({ name: `on-${metadata.name}`, node: metadata.name, devices: gpus(6), behaviour: 'training' })) });
    for (let time = origin; time < origin + 4 * 3600; time += 1501) {
      for (const { metadata } of nodes) {
        const text = fleet.dcgmMetrics(metadata.name, time);
        for (let index = 0; index < 8; index++) {
          const gpu = `gpu="${index}"`;
          const memory = ['USED', 'FREE', 'RESERVED'].reduce((sum, part) => sum + valueOf(text, `DCGM_FI_DEV_FB_${part}`, gpu), 0);
          expect(memory).toBe(81_559);
          expect(valueOf(text, 'DCGM_FI_DEV_POWER_USAGE', gpu)).toBeGreaterThanOrEqual(60);
          expect(valueOf(text, 'DCGM_FI_DEV_POWER_USAGE', gpu)).toBeLessThanOrEqual(700);
          expect(valueOf(text, 'DCGM_FI_DEV_GPU_TEMP', gpu)).toBeLessThan(95);
          expect(valueOf(text, 'DCGM_FI_DEV_SM_CLOCK', gpu)).toBeLessThanOrEqual(1980);
        }
      }
    }
  });

  test('add their power up to energy', () => {
    const fleet = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-9', devices: gpus(1), behaviour: 'training' })] });
    const energy = (time: number): number => valueOf(fleet.dcgmMetrics('gpu-9', time), 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'gpu="0"');
    const start = energy(origin);
    let joules = 0;
    for (let time = origin; time < origin + 600; time += 5) joules += 5 * valueOf(fleet.dcgmMetrics('gpu-9', time), 'DCGM_FI_DEV_POWER_USAGE', 'gpu="0"');
    expect((energy(origin + 600) - start) / 1000).toBeCloseTo(joules, -1);
  });

  test('print the same at a time however often they were asked before', () => {
    const pods = [pod({ name: 'a', node: 'gpu-2', devices: gpus(8), behaviour: 'training' })];
    const often = fleetOf({ nodes, pods });
    for (let time = origin; time < origin + 900; time += 7) often.dcgmMetrics('gpu-2', time);
    expect(fleetOf({ nodes, pods }).dcgmMetrics('gpu-2', origin + 900)).toBe(often.dcgmMetrics('gpu-2', origin + 900));
  });

  test('never let a counter fall, not even when another pod takes over', () => {
    const fleet = fleetOf({ nodes, pods: [pod({ name: 'a', node: 'gpu-2', devices: gpus(8), behaviour: 'training' })] });
    const counters = parseCounters(csv).filter(({ type }) => type === 'counter');
    const read = (time: number): number[] => {
      const text = fleet.dcgmMetrics('gpu-2', time);
      return counters.flatMap(({ field }) => series(text, field).map(({ value }) => value));
    };
    const before = read(origin + 900);
    fleet.update({ nodes, pods: [pod({ name: 'b', node: 'gpu-2', devices: gpus(1), behaviour: 'idle' })], claims: [], counters: csv });
    const after = read(origin + 1000);
    expect(after).toHaveLength(before.length);
    for (const [index, value] of after.entries()) expect(value).toBeGreaterThanOrEqual(before[index]!);
  });

  test('show one fault on each of the first four nodes', () => {
    const pods = nodes.map(({ metadata }) => pod({ name: `on-${metadata.name}`, node: metadata.name, devices: gpus(8), behaviour: 'training' }));
    const fleet = fleetOf({ nodes, pods });
    const at = (node: string): string => fleet.dcgmMetrics(node, origin + 120);
    const peers = valueOf(at('gpu-1'), 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gpu="3"');
    expect(valueOf(at('gpu-1'), 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gpu="2"')).toBeLessThan(0.7 * peers);
    expect(series(at('gpu-2'), 'DCGM_EXP_CLOCK_EVENTS_COUNT').find(({ labels }) => labels.includes('clock_event="hw_thermal"'))?.value).toBeGreaterThanOrEqual(3);
    expect(valueOf(at('gpu-2'), 'DCGM_FI_DEV_THERMAL_VIOLATION', 'gpu="2"')).toBeGreaterThan(0);
    expect(valueOf(at('gpu-3'), 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'gpu="2"')).toBe(1);
    expect(valueOf(at('gpu-4'), 'DCGM_FI_DEV_XID_ERRORS', 'gpu="2"')).toBe(79);
    expect(series(at('gpu-4'), 'DCGM_EXP_XID_ERRORS_COUNT').find(({ labels }) => labels.includes('xid="79"'))?.value).toBe(1);
    expect(series(at('gpu-9'), 'DCGM_EXP_XID_ERRORS_COUNT').every(({ value }) => value === 0)).toBe(true);
  });

  test('an Xid leaves the window of the exporter when it is older than five minutes', () => {
    const fleet = fleetOf({ nodes });
    const count = (time: number): number => valueOf(fleet.dcgmMetrics('gpu-3', time), 'DCGM_EXP_XID_ERRORS_COUNT', 'gpu="2"');
    expect([origin, origin + 20, origin + 330, origin + 440].map(count)).toEqual([0, 1, 0, 1]);
  });
});

describe('a counters file', () => {
  test('pods that take turns on a GPU each have its series, and together draw its power', () => {
    const shared: Node = { metadata: { name: 'gpu-9', labels: { 'nvidia.com/gpu.count': '2' } }, status: { allocatable: { 'nvidia.com/gpu': '8' } } };
    const fleet = fleetOf({ nodes: [shared], pods: ['a', 'b', 'c'].map((name) => pod({ name, node: 'gpu-9', devices: gpus(1), behaviour: name === 'a' ? 'training' : 'idle' })) });
    const text = fleet.dcgmMetrics('gpu-9', origin + 60);
    const holders = series(text, 'DCGM_FI_DEV_POWER_USAGE').map(({ labels }) => `${/gpu="(.)"/.exec(labels)![1]}${/pod="(.)"/.exec(labels)![1]}`);
    expect(holders.sort()).toEqual(['0a', '0c', '1b']);
    const power = series(text, 'DCGM_FI_DEV_POWER_USAGE').filter(({ labels }) => labels.includes('gpu="0"')).map(({ value }) => value);
    expect(power[0]).toBe(power[1]);
  });

  test('each MIG slice has a series with its own work and memory; power is repeated, and utilization missing', () => {
    const cut: Node = { metadata: { name: 'gpu-9', labels: { 'nvidia.com/gpu.count': '1' } }, status: { allocatable: { 'nvidia.com/gpu': '0', 'nvidia.com/mig-3g.40gb': '1', 'nvidia.com/mig-4g.40gb': '1' } } };
    const text = fleetOf({ nodes: [cut], pods: [pod({ name: 'a', node: 'gpu-9', devices: { 'nvidia.com/mig-4g.40gb': '1' }, behaviour: 'training' })] }).dcgmMetrics('gpu-9', origin + 60);
    expect(series(text, 'DCGM_FI_PROF_SM_ACTIVE').map(({ labels }) => [/GPU_I_PROFILE="(.*?)"/.exec(labels)?.[1], /pod="(.*?)"/.exec(labels)?.[1]])).toEqual([['3g.40gb', undefined], ['4g.40gb', 'a']]);
    expect(valueOf(text, 'DCGM_FI_PROF_SM_ACTIVE', '4g.40gb')).toBeGreaterThan(0.3);
    expect(valueOf(text, 'DCGM_FI_PROF_SM_ACTIVE', '3g.40gb')).toBe(0);
    expect(valueOf(text, 'DCGM_FI_DEV_FB_USED', '4g.40gb') + valueOf(text, 'DCGM_FI_DEV_FB_FREE', '4g.40gb')).toBeLessThan(41_000);
    expect(valueOf(text, 'DCGM_FI_DEV_POWER_USAGE', '3g.40gb')).toBe(valueOf(text, 'DCGM_FI_DEV_POWER_USAGE', '4g.40gb'));
    expect(series(text, 'DCGM_FI_DEV_GPU_UTIL')).toEqual([]);
  });

  test('decides what is printed, also when an upgrade of the chart changes it', () => {
    const nodes = [gpuNode('gpu-9')];
    const fleet = fleetOf({ nodes, counters: 'DCGM_FI_DEV_GPU_UTIL, gauge, Use' });
    expect(fleet.dcgmMetrics('gpu-9', origin)).not.toContain('DCGM_FI_DEV_GPU_TEMP');
    fleet.update({ nodes, pods: [], claims: [], counters: csv });
    expect(fleet.dcgmMetrics('gpu-9', origin)).toContain('DCGM_FI_DEV_GPU_TEMP');
    fleet.update({ nodes, pods: [], claims: [], counters: '' });
    expect(fleet.dcgmMetrics('gpu-9', origin)).toBe('');
  });

  test('is refused where a line has no type', () => {
    expect(() => parseCounters('DCGM_FI_DEV_GPU_UTIL, histogram, no')).toThrow('the type is "histogram"; write FIELD, gauge|counter|label');
  });

  test('may name fields that the simulation has no values for, which are told', () => {
    expect(unknownFields(parseCounters(`${csv}\nDCGM_FI_DEV_FAN_SPEED, gauge, Fan`))).toEqual(['DCGM_FI_DEV_FAN_SPEED']);
  });
});

describe('Neuron', () => {
  const training = pod({ name: 'trn', node: 'trn-1', devices: { 'aws.amazon.com/neuron': '8' } });

  test('prints a utilisation for each core in use, two a device, and none for the others', () => {
    const text = fleetOf({ nodes: [neuronNode], pods: [training] }).neuronMetrics('trn-1', origin + 60);
    const cores = series(text, 'neuroncore_utilization_ratio');
    expect(cores).toHaveLength(16);
    for (const { labels, value } of cores) {
      expect(labels).toMatch(/instance_type="trn1.32xlarge",availability_zone="us-east-1a",region="us-east-1",.*runtime_tag="\d+",neuroncore="\d+"$/);
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  test('prints hardware but no runtime while nothing runs', () => {
    const text = fleetOf({ nodes: [neuronNode] }).neuronMetrics('trn-1', origin + 60);
    expect(series(text, 'neuroncore_utilization_ratio')).toEqual([]);
    expect(series(text, 'execution_status_total')).toEqual([]);
    expect(series(text, 'neuron_hardware_info')[0]?.labels).toContain('neuron_device_count="16",neuroncore_per_device_count="2"');
  });

  test('prints the size of its host', () => {
    const text = fleetOf({ nodes: [neuronNode] }).neuronMetrics('trn-1', origin);
    expect(series(text, 'system_vcpu_count')[0]?.value).toBe(128);
    expect(series(text, 'system_memory_total_bytes')[0]?.value).toBe(512 * 2 ** 30);
  });

  test('counts executions', () => {
    const fleet = fleetOf({ nodes: [neuronNode], pods: [training] });
    const completed = (time: number): number => valueOf(fleet.neuronMetrics('trn-1', time), 'execution_status_total', 'status_type="completed"');
    expect(completed(origin + 120)).toBeGreaterThan(completed(origin + 60));
  });
});

describe('the kubelet', () => {
  const running = pod({ name: 'a', node: 'n', claim: 'home' });
  const claim = { metadata: { name: 'home', namespace: 'team' }, status: { capacity: { storage: '40Gi' } } };
  const fleet = fleetOf({ pods: [running, pod({ name: 'gone', node: 'n', phase: 'Succeeded' }), pod({ name: 'other', node: 'm' })], claims: [claim] });

  test('prints CPU and memory of the containers that run on its node, within what they ask for', () => {
    const text = fleet.kubeletMetrics('n', '/metrics/cadvisor', origin + 60) ?? '';
    const cpu = (time: number): number => valueOf(fleet.kubeletMetrics('n', '/metrics/cadvisor', time) ?? '', 'container_cpu_usage_seconds_total', 'pod="a"');
    expect(series(text, 'container_memory_working_set_bytes')).toHaveLength(1);
    expect(valueOf(text, 'container_memory_working_set_bytes', 'container="main"')).toBeLessThanOrEqual(4 * 2 ** 30);
    const cores = (cpu(origin + 600) - cpu(origin)) / 600;
    expect(cores).toBeGreaterThan(0);
    expect(cores).toBeLessThanOrEqual(2);
  });

  test('prints the volumes that pods on its node mount', () => {
    const text = fleet.kubeletMetrics('n', '/metrics', origin) ?? '';
    const volume = (what: string): number => valueOf(text, `kubelet_volume_stats_${what}_bytes`, 'namespace="team",persistentvolumeclaim="home"');
    expect(volume('capacity')).toBe(40 * 2 ** 30);
    expect(volume('used') + volume('available')).toBeCloseTo(volume('capacity'), -1);
    expect(series(fleet.kubeletMetrics('m', '/metrics', origin) ?? '', 'kubelet_volume_stats_used_bytes')).toEqual([]);
  });

  test('prints the size of its node', () => {
    const text = fleetOf({ nodes: [neuronNode] }).kubeletMetrics('trn-1', '/metrics/cadvisor', origin) ?? '';
    expect(series(text, 'machine_cpu_cores')).toEqual([{ labels: '', value: 128 }]);
  });

  test('serves nothing at an unknown path', () => {
    expect(fleet.kubeletMetrics('n', '/pods', origin)).toBeUndefined();
  });
});

test('a quantity is read as Kubernetes reads it, and refused where it is none', () => {
  expect(['500m', '2', '16Gi', '1.5G', '1024Ki'].map(quantity)).toEqual([0.5, 2, 16 * 2 ** 30, 1.5e9, 2 ** 20]);
  expect(() => quantity('lots')).toThrow('"lots" is not a Kubernetes quantity: write a number such as 2, 500m or 16Gi');
});

test.each(['basic.csv', 'advanced.csv'])('every counter of the chart in %s has a value in the lab', (file) => {
  const csv = readFileSync(join(import.meta.dirname, '../../chart/files/dcgm', file), 'utf8');
  expect(parseCounters(csv).length).toBeGreaterThan(5);
  expect(unknownFields(parseCounters(csv))).toEqual([]);
});
