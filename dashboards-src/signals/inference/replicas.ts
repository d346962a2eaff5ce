import { levels, signal } from '../define.ts';
import { ofWorkload, podWorkload } from '../workloads.ts';
import { from, genAi, hyperpod, kserve, perModel, rayServe, sglang, tgi, triton, vllm } from './engines.ts';

const everyPod = (series: string): string => `group by (${[...levels.pod, 'model', 'engine'].join(', ')}) (${series})`;

export const podModel = signal({
  name: 'pod:model:info',
  title: 'Model of a pod',
  unit: 'info',
  description: 'The models that a pod serves and by which engine. Constant 1, as long as its server is heard.',
  better: 'neither',
  sources: [
    from('vllm', everyPod(vllm((metric) => metric('num_requests_running')))),
    from('sglang', everyPod(sglang((metric) => metric('num_requests_total')))),
    from('tgi', everyPod(tgi((metric) => metric('queue_size')))),
    from('triton', everyPod(triton((metric) => metric('request_success')))),
    from('kserve', everyPod(kserve((metric) => metric('predict_seconds_count')))),
    from('ray-serve', everyPod(rayServe((metric) => `${metric('deployment_replica_healthy')} > 0`))),
    from('hyperpod', everyPod(hyperpod((metric) => metric('concurrent_requests')))),
    from('gen-ai', everyPod(genAi((metric) => metric('request_duration_seconds_count')))),
  ],
  by: ['model', 'engine'],
});

export const workloadModel = signal({
  name: 'workload:model:info',
  title: 'Model of a workload',
  unit: 'info',
  description: 'The models that the pods of a workload serve, and by which engine. Constant 1.',
  better: 'neither',
  sources: [{ expr: `group by (${[...levels.workload, 'model', 'engine'].join(', ')}) (\n${ofWorkload(podModel.name)}\n)` }],
  by: ['model', 'engine'],
});

export const replicas = signal({
  name: 'model:replicas:count',
  title: 'Replicas that serve',
  unit: 'count',
  description: 'Pods that serve the model and whose server is heard. Fewer than the workload wants: look at the pods on the dashboard Tasks, loading a large model can take many minutes.',
  better: 'higher',
  sources: [{ expr: `count by (${perModel.join(', ')}) (${podModel.name})` }],
  by: ['engine'],
});

/** A workload that now serves another model, or that has no pods any more, is not down. */
const silent = `max_over_time(${workloadModel.name}[1d])
and on (cluster, namespace, workload) ${podWorkload.name}
unless on (cluster, namespace, workload) ${workloadModel.name}`;

export const down = signal({
  name: 'model:down:bool',
  title: 'Model down',
  unit: 'bool',
  description: '1 where the workload of a model has pods, but none has answered since the model was last served, within a day; 0 where a replica serves.',
  better: 'lower',
  sources: [{ expr: `max by (${perModel.join(', ')}) (\n${silent}\nunless on (cluster, namespace, model) ${replicas.name}\n)\nor\n${replicas.name} * 0` }],
  by: ['engine'],
});
