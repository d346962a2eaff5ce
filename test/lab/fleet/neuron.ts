import { activity } from './behaviour.ts';
import { exposition, type Family, type Sample } from './exposition.ts';
import { fraction, hexDigits, noise } from './random.ts';
import type { Holder, Slots } from './slots.ts';

/** Cores of one Neuron device of a trn1 instance. */
export const coresPerDevice = 2;

const coreMemoryBytes = 16 * 2 ** 30;

/** A simulated Trainium node at one moment. */
export interface NeuronState {
  readonly node: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly region: string;
  /** Who holds each NeuronCore. */
  readonly cores: Slots;
  readonly vcpus: number;
  readonly memoryBytes: number;
  /** Unix seconds: the start of the lab, and now. */
  readonly origin: number;
  readonly time: number;
}

/** What neuron-monitor-prometheus.py prints on the node; runtime metrics are there only for cores that a process uses. */
export const neuronExposition = (state: NeuronState): string =>
  exposition([...runtimeFamilies(state), ...hardwareFamilies(state), ...systemFamilies(state)]);

interface Core {
  readonly index: number;
  readonly holder: Holder;
  readonly busy: number;
  readonly memory: number;
}

function usedCores({ node, cores, time }: NeuronState): Core[] {
  return cores.flatMap((holder, index) => {
    if (!holder) return [];
    const work = activity(holder.behaviour, holder.job, `${node}/core/${index}`, time);
    return [{ index, holder, busy: work.sm, memory: work.memory }];
  });
}

/** One entry for each pod that holds cores; neuron-monitor tags a runtime with its process id. */
const runtimes = (cores: readonly Core[]): { tag: string; cores: Core[] }[] =>
  [...new Set(cores.map(({ holder }) => holder.uid))].map((uid) => ({
    tag: runtimeTag(uid),
    cores: cores.filter(({ holder }) => holder.uid === uid),
  }));

const runtimeTag = (uid: string): string => String(1000 + Math.floor(fraction(uid) * 30_000));

const memoryParts = { constants: 0.06, model_code: 0.03, model_shared_scratchpad: 0.11, runtime_memory: 0.02, tensors: 0.78 };
const latencyPercentiles = { p0: 0.82, p1: 0.84, p25: 0.93, p50: 1, p75: 1.06, p99: 1.31, p100: 1.9 };
const errorTypes = ['generic', 'numerical', 'transient', 'model', 'runtime', 'hardware'];
const statusTypes = ['completed', 'completed_with_err', 'completed_with_num_err', 'timed_out', 'incorrect_input', 'failed_to_queue'];

const executionSeconds = 0.42;

function runtimeFamilies(state: NeuronState): Family[] {
  const instance = instanceLabels(state);
  const cores = usedCores(state);
  const running = runtimes(cores);
  const perCore = (value: (core: Core) => number, more: Record<string, string> = {}): Sample[] =>
    cores.map((core) => ({
      labels: { ...instance, runtime_tag: runtimeTag(core.holder.uid), ...more, neuroncore: String(core.index) },
      value: value(core),
    }));
  const perRuntime = (label: string, values: Readonly<Record<string, number>>): Sample[] =>
    running.flatMap(({ tag }) => Object.entries(values).map(([text, value]) => ({ labels: { ...instance, runtime_tag: tag, [label]: text }, value })));
  const deviceBytes = cores.reduce((sum, core) => sum + core.memory * coreMemoryBytes, 0);
  const executions = Math.floor((state.time - state.origin) / executionSeconds);

  return [
    gauge('neuroncore_utilization_ratio', 'NeuronCore utilization ratio', perCore(({ busy }) => busy)),
    gauge('neuron_runtime_memory_used_bytes', 'Runtime memory used bytes', perRuntime('memory_location', { host: 9.5e9, neuron_device: Math.round(deviceBytes / Math.max(1, running.length)) })),
    gauge('neuron_runtime_vcpu_usage_ratio', 'Runtime vCPU utilization ratio', perRuntime('usage_type', { user: 0.11, system: 0.02 })),
    ...Object.entries(memoryParts).map(([part, ofUsed]) =>
      gauge(`neuroncore_memory_usage_${part}`, `NeuronCore memory utilization for ${part}`, perCore(({ memory }) => Math.round(ofUsed * memory * coreMemoryBytes), { memory_location: 'None' })),
    ),
    counter('execution_errors_total', 'Execution errors total', perRuntime('error_type', { ...zeros(errorTypes), transient: Math.floor(executions / 900) })),
    counter('execution_status_total', 'Execution status total', perRuntime('status_type', { ...zeros(statusTypes), completed: executions })),
    gauge('execution_latency_seconds', 'Execution latency in seconds', perRuntime('percentile', scaled(latencyPercentiles, executionSeconds * (0.95 + 0.1 * noise(state.node, 30, state.time))))),
  ];
}

const eccEvents = ['mem_ecc_corrected', 'mem_ecc_uncorrected', 'sram_ecc_corrected', 'sram_ecc_uncorrected'];
const weakDevice = 3;
const correctedEvery = 30;
const uncorrectedEvery = 90;

function hardwareFamilies(state: NeuronState): Family[] {
  const instance = instanceLabels(state);
  const devices = state.cores.length / coresPerDevice;
  const weak: Readonly<Record<string, number>> = {
    mem_ecc_corrected: Math.floor((state.time - state.origin) / correctedEvery),
    mem_ecc_uncorrected: Math.floor((state.time - state.origin) / uncorrectedEvery),
  };
  const ecc = Array.from({ length: devices }, (_, device) =>
    eccEvents.map((event) => ({
      labels: { ...instance, event_type: event, neuron_device_index: String(device) },
      value: device === weakDevice ? (weak[event] ?? 0) : 0,
    })),
  ).flat();
  const hardware = { ...instance, neuron_device_count: String(devices), neuroncore_per_device_count: String(coresPerDevice) };
  return [
    counter('hardware_ecc_events_total', 'Hardware ecc events total', ecc),
    gauge('neuron_hardware_info', 'Neuron Hardware Information', [{ labels: hardware, value: 1 }]),
    gauge('instance_info', 'EC2 instance information', [{ labels: instance, value: 1 }]),
  ];
}

function systemFamilies(state: NeuronState): Family[] {
  const labels = instanceLabels(state);
  const user = 0.08 + 0.04 * noise(`${state.node}/cpu`, 60, state.time);
  return [
    gauge('system_vcpu_count', 'System vCPU count', [{ labels, value: state.vcpus }]),
    gauge('system_vcpu_usage_ratio', 'System CPU utilization ratio', [
      { labels: { ...labels, usage_type: 'user' }, value: user },
      { labels: { ...labels, usage_type: 'system' }, value: user / 5 },
    ]),
    gauge('system_memory_total_bytes', 'System memory total_bytes bytes', [{ labels, value: state.memoryBytes }]),
    gauge('system_memory_used_bytes', 'System memory used_bytes bytes', [{ labels, value: Math.round(0.21 * state.memoryBytes) }]),
    gauge('system_swap_total_bytes', 'System swap total_bytes bytes', [{ labels, value: 0 }]),
    gauge('system_swap_used_bytes', 'System swap used_bytes bytes', [{ labels, value: 0 }]),
  ];
}

const instanceLabels = ({ node, instanceType, zone, region }: NeuronState): Record<string, string> => ({
  instance_name: node,
  instance_id: `i-0${hexDigits(node, 16)}`,
  instance_type: instanceType,
  availability_zone: zone,
  region,
  subnet_id: `subnet-0${hexDigits(zone, 16)}`,
});

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, type: 'gauge', help, samples });
const counter = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, type: 'counter', help, samples });
const zeros = (keys: readonly string[]): Record<string, number> => Object.fromEntries(keys.map((key) => [key, 0]));
const scaled = (values: Readonly<Record<string, number>>, factor: number): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value * factor]));
