import { expect, it, describe } from 'vitest';
import { CONTAINERS, PODS } from '../../generator/components/fluent-bit/paths.ts';
import { Collector } from './collector.ts';

const one = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0]!;
};

describe('a line of a container', () => {
  it('is of the pod that the name of its file says', () => {
    const { attributes, ...document } = one(new Collector().print('step 1 done'));
    expect(attributes).toBeUndefined();
    expect(document).toMatchObject({ message: 'step 1 done', severity: 'info', source: 'container', stream: 'stdout', cluster: 'default', node: 'node-1', namespace: 'team-a', pod: 'trainer-0', container: 'pytorch', family: 'apps', log_offset: 0 });
    expect(document.time).toBeCloseTo(Date.UTC(2026, 0, 31, 12) / 1000 + 0.123456789, 5);
  });

  it('has an id of its own, and the same one when it is read again', () => {
    const collector = new Collector();
    const [first] = collector.print('same');
    const [second] = collector.print('same');
    const [again] = new Collector().print('same');
    const [rotated] = new Collector().print('same', { time: '2026-01-31T12:00:01Z' });
    expect(second!['id']).not.toBe(first!['id']);
    expect(again!['id']).toBe(first!['id']);
    expect(rotated!['id']).not.toBe(first!['id']);
  });

  it.each([
    ['in the folder of the kubelet', PODS, 'team-a_trainer-0_6f1b2c3d-0000-4000-8000-0123456789ab/pytorch/0.log.20260131-120000'],
    ['in its place', CONTAINERS, `trainer-0_team-a_pytorch-${'0'.repeat(64)}.log.1`],
  ])('is the same one where its file was rotated before it was read, %s', (_, folder, file) => {
    expect(new Collector().print('same', { folder, file })).toEqual(new Collector().print('same'));
  });

  it('keeps nothing of the line before it', () => {
    const collector = new Collector();
    collector.print('{"level":"error","msg":"x","request_id":"r1","password":"a1"}');
    expect(Object.keys(one(collector.print('plain'))).sort()).toEqual(Object.keys(one(new Collector().print('plain'))).sort());
  });

  it('may be written in any zone', () => {
    expect(one(new Collector().print('x', { time: '2026-01-31T13:00:00.5+01:00' })).time).toBe(Date.UTC(2026, 0, 31, 12) / 1000 + 0.5);
  });

  it('is of its own time, whatever that of the line before it, with as many digits as the runtime writes', () => {
    const collector = new Collector();
    const times = ['2026-01-31T12:00:00.5Z', '2026-01-31T12:00:00.75Z', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123456789Z', '2026-01-31T12:00:00.123456+01:00', '2026-01-31T12:00:00.9Z', '2026-01-31T11:59:59.000000001Z', '2026-01-31T11:59:58.999999999Z', '2026-01-31T11:59:58.1Z', '2026-02-01T00:00:00.25Z'];
    for (const time of times) expect(one(collector.print('x', { time })).time).toBeCloseTo(Date.parse(time) / 1000, 2);
  });

  it('may be none of a container runtime', () => {
    expect(one(new Collector().line('no time before it password=hunter2'))).toMatchObject({ message: 'no time before it password=[redacted]', redactions: 1 });
  });

  it('may be empty, no UTF-8, or hold zeros', () => {
    expect(one(new Collector().print('')).message).toBe('');
    const broken = one(new Collector().line(Buffer.from('2026-01-31T12:00:00Z stdout F a\xff\xc3(\x00b', 'latin1')));
    expect(broken['unparsed']).toBe('encoding');
    expect(one(new Collector().print('Grüße 日本語 🚀')).message).toBe('Grüße 日本語 🚀');
  });

  it('is cut at a megabyte', () => {
    const long = one(new Collector().print('x'.repeat(1_200_000)));
    expect(long).toMatchObject({ unparsed: 'size' });
    expect(long.message).toHaveLength(1_048_576);
  });
});

describe('lines that belong together', () => {
  it('are the pieces of a long one', () => {
    const collector = new Collector();
    expect(collector.print('pass', { flag: 'P' })).toEqual([]);
    expect(collector.print('word=hun', { flag: 'P' })).toEqual([]);
    expect(one(collector.print('ter2 end')).message).toBe('password=[redacted] end');
  });

  const traceback = ['Traceback (most recent call last):', '  File "x.py", line 3, in <module>', '    main()', 'torch.OutOfMemoryError: CUDA out of memory.'];
  const printed = (collector: Collector, lines: readonly string[], stream: 'stdout' | 'stderr' = 'stderr') => lines.flatMap((line) => collector.print(line, { stream }));

  // What goes back and forth in these takes hours.
  it.each<[string, readonly string[]]>([
    ['a traceback whose first line is long', [`Traceback (most recent call last):${' x'.repeat(200_000)}`, '  y', 'ValueError: x']],
    ['calls of Go without an end', ['panic: x', '('.repeat(400_000)]],
  ])('are read once: %s', (_, lines) => {
    const collector = new Collector();
    expect([...printed(collector, lines), ...collector.wait()].flatMap(({ message }) => message.split('\n')).sort()).toEqual([...lines].sort());
  });

  it.each<[string, readonly string[]]>([
    ['Python', traceback],
    ['Python with a cause', [...traceback, '', 'During handling of the above exception, another exception occurred:', '', ...traceback]],
    ['Python of a rank', traceback.map((line) => `[rank3]: ${line}`)],
    ['Java', ['java.lang.IllegalStateException: bad', '\tat a.b.C.d(C.java:1)', '\tat a.b.C.e(C.java:2)', 'Caused by: java.io.IOException: x', '\t... 2 more']],
    ['a thread of Java', ['Exception in thread "main" java.lang.Error: bad', '\tat a.b.C.d(C.java:1)']],
    ['Go', ['panic: runtime error: index out of range', '', 'goroutine 1 [running]:', 'main.main()', '\t/app/main.go:10 +0x1d', 'exit status 2']],
    ['torchrun', ['============================================================', 'train.py FAILED', '------------------------------------------------------------', 'Root Cause (first observed failure):', '  rank      : 3 (local_rank: 3)', '============================================================']],
    ['frames of NCCL', ['Exception raised from checkTimeout at ProcessGroupNCCL.cpp:632 (most recent call first):', 'frame #0: c10::Error::Error() + 0x96', 'frame #1: c10d::ProcessGroupNCCL::watchdogHandler() + 0x12']],
  ])('are a trace of %s', (_, lines) => {
    const collector = new Collector();
    expect(printed(collector, lines)).toEqual([]);
    expect(collector.print('on the other stream', { stream: 'stdout' })).toHaveLength(1);
    expect(one(collector.print('what comes next', { stream: 'stderr' })).message).toBe('what comes next');
    const trace = one(collector.wait());
    expect(trace.message).toBe(lines.join('\n'));
    expect(trace).toMatchObject({ stream: 'stderr', log_offset: 0 });
  });

  it('wait for others a moment only', () => {
    const collector = new Collector();
    printed(collector, traceback);
    expect(collector.wait(1)).toEqual([]);
    expect(one(collector.wait()).severity).toBe('error');
    expect(collector.wait()).toEqual([]);
  });

  it('of several pods do not mix', () => {
    const collector = new Collector();
    const files = ['a', 'b'].map((name) => `${name}_team-a_main-${'1'.repeat(64)}.log`);
    for (const line of traceback) for (const file of files) expect(collector.print(line, { file })).toEqual([]);
    expect(collector.wait().map(({ pod, message }) => [pod, message]).sort()).toEqual([['a', traceback.join('\n')], ['b', traceback.join('\n')]]);
  });

  it('are not lost with the process, and not stored twice', () => {
    const killed = new Collector();
    printed(killed, traceback.slice(0, 2));
    const next = new Collector({}, killed.waiting());
    // The position in the file was not yet written down: the second line comes again.
    expect(next.print(traceback[1]!, { stream: 'stderr' })).toEqual([]);
    const whole = one(next.wait());
    const [undisturbed] = [new Collector()].map((collector) => { printed(collector, traceback.slice(0, 2)); return one(collector.wait()); });
    expect(whole).toEqual(undisturbed);
  });

  it('leave nothing behind on the node', () => {
    const collector = new Collector();
    printed(collector, traceback);
    expect(collector.waiting()).not.toBe('');
    collector.wait(5);
    expect(collector.waiting()).toBe('');
  });

  it('may be a private key: none of its lines comes through', () => {
    const collector = new Collector();
    const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj', 'AgEAAoIBAQC7VJTUt9Us8cKj', '-----END PRIVATE KEY-----', 'after it'];
    expect(printed(collector, key).map(({ message }) => message)).toEqual(['[redacted]', 'after it']);
    const broken = new Collector();
    expect(printed(broken, [key[0]!, key[1]!, 'INFO goes on']).map(({ message }) => message)).toEqual(['[redacted]', 'INFO goes on']);
  });
});

describe('a structured line', () => {
  it('gives its fields, whatever its program calls them', () => {
    expect(one(new Collector().print('{"event":"request finished","levelname":"WARNING","logger":"vllm.engine","req_id":"r1","model_name":"llama","latency":"1.5","status_code":200,"batch":{"size":4}}'))).toMatchObject({
      message: 'request finished', severity: 'warn', logger: 'vllm.engine', request_id: 'r1', model: 'llama', duration: 1.5, status: 200, attributes: { batch: { size: 4 } },
    });
  });

  it('has one message, whatever the order of its names', () => {
    for (const text of ['{"msg":"a","event":"b"}', '{"event":"b","msg":"a"}']) expect(one(new Collector().print(text))).toMatchObject({ message: 'b', attributes: { msg: 'a' } });
    for (const text of ['{"message":"a","event":"b"}', '{"event":"b","message":"a"}']) expect(one(new Collector().print(text))).toMatchObject({ message: 'a', attributes: { event: 'b' } });
  });

  it('cannot pretend to be of another pod', () => {
    expect(one(new Collector().print('{"msg":"x","pod":"other","namespace":"other","family":"ml-training"}'))).toMatchObject({ pod: 'trainer-0', namespace: 'team-a', family: 'apps', attributes: { pod: 'other', namespace: 'other', family: 'ml-training' } });
  });

  it('says when it was, where it says of which zone', () => {
    const time = (line: object) => one(new Collector().print(JSON.stringify({ msg: 'x', ...line }))).time;
    const noon = Date.UTC(2026, 0, 31, 12) / 1000;
    expect(time({ timestamp: '2026-01-31T12:00:01.5Z' })).toBe(noon + 1.5);
    expect(time({ ts: noon + 2 })).toBe(noon + 2);
    expect(time({ time: (noon + 2) * 1000 })).toBe(noon + 2);
    expect(time({ asctime: '2026-01-31 12:30:00,123' })).toBeCloseTo(noon + 0.123456789, 5);
    expect(time({ ts: 0 })).toBeCloseTo(noon + 0.123456789, 5);
  });

  it('may be what Python prints of a dictionary, with NaN', () => {
    const document = one(new Collector().print("{'loss': nan, 'grad_norm': 0.92, 'learning_rate': 3e-05, 'epoch': 1, 'ok': True, 'none': None}"));
    expect(document).toMatchObject({ loss: 'nan', grad_norm: 0.92, learning_rate: 0.00003, epoch: 1, attributes: { ok: true } });
  });

  it('stays as it came where it is broken', () => {
    expect(one(new Collector().print('{"msg": "cut off'))).toMatchObject({ message: '{"msg": "cut off', unparsed: 'json', severity: 'info' });
    expect(one(new Collector().print('{"msg": "x"} and more'))).toMatchObject({ message: '{"msg": "x"} and more', unparsed: 'json' });
    expect(one(new Collector().print('{not json}'))['unparsed']).toBeUndefined();
  });

  it('may be as deep as it likes', () => {
    expect(one(new Collector().print(`{"msg":"deep","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`)).message).toBe('deep');
    expect(one(new Collector().print(`{"msg":"deep","a":${'['.repeat(100_000)}`))).toMatchObject({ unparsed: 'json' });
  });

  it('has numbers that no double holds as text', () => {
    expect(one(new Collector().print('{"msg":"x","request_id":12345678901234567890,"big":12345678901234567890}'))).toMatchObject({ request_id: '12345678901234567890', attributes: { big: '12345678901234567890' } });
  });
});

it.each<[string, string]>([
  ['2026-01-31 12:00:00,123 ERROR trainer: x', 'error'], ['INFO 01-31 12:00:00 [engine.py:1] x', 'info'], ['W0131 12:00:00.000000 1 x.go:1] slow', 'warn'], ['I0131 12:00:00.000000 1 x.go:1] ok', 'info'],
  ['level=warn msg="x"', 'warn'], ['time="x" level=error msg="y"', 'error'], ['[error] 12#12: x', 'error'], ['[2026-01-31] [ CRITICAL ] x', 'fatal'], ['warning: deprecated', 'warn'], ['DEBUG:root:x', 'debug'],
  ['ip-10:1:2 [0] NCCL WARN Timeout', 'warn'], ['no error found', 'info'], ['0 errors, 0 warnings', 'info'], ['informational text', 'info'], ['RuntimeError: CUDA error: device-side assert triggered', 'error'], ['Segmentation fault (core dumped)', 'error'],
  ['panic: runtime error', 'fatal'], ['the panic room', 'info'], ['INFORMATION', 'info'], ['ERRORS: 3', 'info'], ['user ERRORLOG', 'info'],
])('%s → %s', (line, severity) => {
  const collector = new Collector();
  expect(one([...collector.print(line), ...collector.wait()]).severity).toBe(severity);
});

describe('errors', () => {
  it('of one kind have one pattern', () => {
    const pattern = (line: string) => one(new Collector().print(`ERROR ${line}`))['error_pattern'];
    expect(pattern('Timeout waiting for rank 7 after 1800 s at 0x7f3a')).toBe('ERROR Timeout waiting for rank # after # s at #');
    expect(pattern('request 123e4567-e89b-12d3-a456-426614174000 failed')).toBe('ERROR request # failed');
    expect(String(pattern('x'.repeat(500)))).toHaveLength(120);
  });

  it('that are traces are named by what went wrong', () => {
    const collector = new Collector();
    for (const line of ['[rank3]: Traceback (most recent call last):', '[rank3]:   File "x.py", line 1', '[rank3]: ValueError: bad 12']) collector.print(line);
    expect(one(collector.wait())).toMatchObject({ error_pattern: 'ValueError: bad #', severity: 'error' });
  });
});

describe('what a training prints', () => {
  const pod = { labels: { 'training.kubeflow.org/job-name': 'llama' } };
  it.each<[string, object]>([
    ['[rank3]: waiting', { rank: 3 }],
    ['step=120 epoch=2 loss=1.87 lr=3e-4', { step: 120, epoch: 2, loss: 1.87, learning_rate: 0.0003 }],
    ['Epoch 3: train_loss 1.5', {}],
  ])('%s', (line, expected) => {
    expect(one(new Collector().print(line, { pod }))).toMatchObject({ family: 'ml-training', ...expected });
  });
});

describe('a pod', () => {
  const owner = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
  it.each<[string, object, object]>([
    ['of a Deployment', { ...owner('ReplicaSet', 'web-7d9f8b6c5d'), labels: { 'pod-template-hash': '7d9f8b6c5d' } }, { workload: 'web', workload_kind: 'Deployment', family: 'apps' }],
    ['of a bare ReplicaSet', owner('ReplicaSet', 'web'), { workload: 'web', workload_kind: 'ReplicaSet' }],
    ['of a PyTorchJob', { ...owner('PyTorchJob', 'llama'), labels: { 'kueue.x-k8s.io/queue-name': 'research' } }, { workload: 'llama', workload_kind: 'PyTorchJob', queue: 'research', family: 'ml-training' }],
    ['of a TrainJob', { ...owner('Job', 'llama-node-0'), labels: { 'jobset.sigs.k8s.io/jobset-name': 'llama', 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' } }, { workload: 'llama', workload_kind: 'TrainJob', family: 'ml-training' }],
    ['of a JobSet', { ...owner('Job', 'a-b-0'), labels: { 'jobset.sigs.k8s.io/jobset-name': 'a' } }, { workload: 'a', workload_kind: 'JobSet', family: 'ml-training' }],
    ['of a CronJob', owner('Job', 'nightly-29384751'), { workload: 'nightly', workload_kind: 'CronJob' }],
    ['of a Job', owner('Job', 'once'), { workload: 'once', workload_kind: 'Job' }],
    ['of a LeaderWorkerSet', { ...owner('StatefulSet', 'vllm-0'), labels: { 'leaderworkerset.sigs.k8s.io/name': 'vllm' } }, { workload: 'vllm', workload_kind: 'LeaderWorkerSet', family: 'ml-inference' }],
    ['of a RayService', { ...owner('RayCluster', 'serve-raycluster-abcde'), labels: { 'ray.io/serve': 'true' } }, { workload: 'serve', workload_kind: 'RayService', family: 'ml-inference' }],
    ['of a RayCluster', owner('RayCluster', 'mine'), { workload: 'mine', workload_kind: 'RayCluster', family: 'ml-training' }],
    ['that submits a RayJob', { ...owner('Job', 'x-abcde'), labels: { 'ray.io/originated-from-cr-name': 'x', 'ray.io/originated-from-crd': 'RayJob' } }, { workload: 'x', workload_kind: 'RayJob', family: 'ml-training' }],
    ['of a group of Kueue', { labels: { 'kueue.x-k8s.io/pod-group-name': 'g' } }, { workload: 'g', workload_kind: 'PodGroup', family: 'ml-training' }],
    ['of the kubelet', owner('Node', 'node-1'), { workload: 'trainer-0', workload_kind: 'Pod' }],
    ['of nobody', {}, { workload: 'trainer-0', workload_kind: 'Pod' }],
    ['that serves a model in a Deployment', { ...owner('ReplicaSet', 'v-1'), labels: { 'app.kubernetes.io/name': 'vllm', 'pod-template-hash': '1' } }, { family: 'ml-inference', labels: { 'app_kubernetes_io/name': 'vllm' } }],
    ['that asks for a family', { annotations: { 'logs.observability/family': 'ml-system' } }, { family: 'ml-system' }],
    ['that asks for one that does not exist', { annotations: { 'logs.observability/family': 'nope' } }, { family: 'apps' }],
  ])('%s', (_, pod, expected) => {
    expect(one(new Collector().print('x', { pod }))).toMatchObject(expected);
  });

  it('is left out where it or its namespace asks for it', () => {
    expect(new Collector().print('x', { pod: { annotations: { 'logs.observability/exclude': 'true' } } })).toEqual([]);
    expect(new Collector({ excludedNamespaces: ['team-a'] }).print('x')).toEqual([]);
    expect(new Collector({ namespaces: { 'team-a': 'ml-training' } }).print('x')).toMatchObject([{ family: 'ml-training' }]);
  });

  it('is known as soon as the API server answers', () => {
    const collector = new Collector();
    expect(one(collector.print('x'))['workload']).toBeUndefined();
    expect(one(collector.print('y', { pod: { ownerReferences: [{ kind: 'PyTorchJob', name: 'llama' }] } }))).toMatchObject({ workload: 'llama', family: 'ml-training' });
    expect(one(collector.print('z'))).toMatchObject({ workload: 'llama', family: 'ml-training' });
  });
});

describe('the journal of a node', () => {
  it('tells of GPUs by the kernel', () => {
    expect(one(new Collector().journal({ _TRANSPORT: 'kernel', PRIORITY: '3', MESSAGE: 'NVRM: Xid (PCI:0000:65:00): 79, pid=1, GPU has fallen off the bus.', SYSLOG_IDENTIFIER: 'kernel' }))).toMatchObject({
      source: 'kernel', family: 'ml-system', severity: 'error', xid: 79, pci_bus_id: '0000:65:00', node: 'node-1', logger: 'kernel',
    });
  });

  it('has the kubelet and containerd', () => {
    expect(one(new Collector().journal({ _SYSTEMD_UNIT: 'containerd.service', MESSAGE: 'time="x" level=error msg="password=hunter2"' }))).toMatchObject({ source: 'containerd', severity: 'error', message: 'time="x" level=error msg="password=[redacted]"', redactions: 1 });
    expect(one(new Collector().journal({ _SYSTEMD_UNIT: 'kubelet.service', MESSAGE: 'E0131 12:00:00.000000 1 x.go:1] y' }))).toMatchObject({ source: 'kubelet', severity: 'error', logger: 'kubelet.service' });
  });
});

describe('a line that came by OTLP', () => {
  const record = { uid: 'u-1', node: 'gpu-7', otlp: JSON.stringify({ message: 'Bearer token=hf_abcdefghijklmnopqrstuvwxyzABCDEFGH refused', level: 'warn', pod: 'other', 'gen_ai.request.model': 'm', batch: 3 }) };
  const tag = (container: string): string => `log.kube.var.log.containers.trainer-0_team-a_${container}-${'0'.repeat(64)}.log`;

  it('is of the pod that its tag says, whatever it says itself, and without secrets', () => {
    const document = one(new Collector().otlp({ ...record, tag: tag('pytorch') }, 1_700_000_000.5, { labels: { 'training.kubeflow.org/job-name': 'llama' }, ownerReferences: [{ kind: 'PyTorchJob', name: 'llama' }] }));
    expect(document).toMatchObject({
      time: 1_700_000_000.5, id: 'u-1', namespace: 'team-a', pod: 'trainer-0', node: 'gpu-7', container: 'pytorch', workload: 'llama', workload_kind: 'PyTorchJob', family: 'ml-training',
      source: 'container', severity: 'warn', model: 'm', redactions: 1, attributes: { pod: 'other', batch: 3 },
    });
    expect(document.message).not.toContain('hf_');
  });

  it('has no container where the sender names none, and no pod where nobody knows it', () => {
    expect(Object.keys(one(new Collector().otlp({ ...record, tag: tag('-') }, 1_700_000_000)))).not.toContain('container');
    const stranger = one(new Collector().otlp({ ...record, tag: 'log.stranger', node: undefined } as never, 1_700_000_000));
    expect(stranger).toMatchObject({ family: 'apps', severity: 'warn', redactions: 1 });
    expect(['pod', 'namespace', 'container', 'workload'].filter((field) => field in stranger)).toEqual([]);
  });

  it('is left out where its pod asks for it', () => {
    expect(new Collector().otlp({ ...record, tag: tag('pytorch') }, 1_700_000_000, { annotations: { 'logs.observability/exclude': 'true' } })).toEqual([]);
  });
});

it('counts what it takes out, by namespace', () => {
  const collector = new Collector();
  collector.print('password=a1 token=abcdef12');
  collector.print('password=a1');
  expect(collector.counts()).toContainEqual({ time: 1_700_000_000, namespace: 'team-a', redactions: '3' });
});

it('leaves out a line on which it fails, and says so', () => {
  const collector = new Collector();
  const failed = one(collector.print('secret', { pod: { annotations: 5 as never } }));
  expect(failed).toMatchObject({ unparsed: 'failure', severity: 'error', log_offset: 0 });
  expect(failed.message).not.toContain('secret');
  expect(collector.counts()).toContainEqual({ time: 1_700_000_000, failures: '1' });
});
