/** What the API server says of a pod, as Fluent Bit's filter `kubernetes` puts it into a record. */
export interface PodFacts {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller: boolean }[];
}

/** What one container has written. */
export interface ContainerLines {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly facts: PodFacts;
  readonly lines: readonly string[];
}

/** Entries of a node's journal. */
export interface JournalEntry {
  readonly _TRANSPORT: 'kernel' | 'journal' | 'stdout';
  readonly _SYSTEMD_UNIT?: string;
  readonly SYSLOG_IDENTIFIER?: string;
  readonly PRIORITY: string;
  readonly MESSAGE: string;
}

const ownedBy = (kind: string, name: string): NonNullable<PodFacts['ownerReferences']> => [{ kind, name, controller: true }];

/** Lines as the programs of an AI platform write them: each panel of the dashboards of lines finds some. */
export const containers: readonly ContainerLines[] = [
  {
    namespace: 'team-a', pod: 'llama-sft-worker-0', container: 'pytorch',
    facts: { labels: { 'training.kubeflow.org/job-name': 'llama-sft', 'kueue.x-k8s.io/queue-name': 'research' }, ownerReferences: ownedBy('PyTorchJob', 'llama-sft') },
    lines: [
      '[rank0]: {\'loss\': 1.87, \'grad_norm\': 0.92, \'learning_rate\': 0.0003, \'epoch\': 0.3}',
      '{"level": "info", "event": "step", "rank": 0, "epoch": 1, "step": 1200, "loss": 1.42, "grad_norm": 0.8, "lr": 0.0003, "job": "llama-sft"}',
      'llama-sft-worker-0:41:92 [0] NCCL INFO Channel 00/0 : 0[0] -> 1[1] via P2P/CUMEM',
      'llama-sft-worker-0:41:97 [0] transport/net_ib.cc:102 NCCL WARN NET/IB : Got completion from peer 10.0.3.17 with status=12 opcode=129',
      '[rank0]: [E ProcessGroupNCCL.cpp:607] [Rank 0] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=4711, OpType=ALLREDUCE, NumelIn=1, Timeout(ms)=600000) ran for 600034 milliseconds before timing out.',
      '{"level": "error", "event": "loss is nan", "rank": 0, "step": 1300, "loss": NaN}',
      '{"level": "error", "event": "loss is nan", "rank": 0, "step": 1301, "grad_norm": 113.5}',
    ],
  },
  {
    namespace: 'team-a', pod: 'llama-sft-worker-1', container: 'pytorch',
    facts: { labels: { 'training.kubeflow.org/job-name': 'llama-sft', 'kueue.x-k8s.io/queue-name': 'research' }, ownerReferences: ownedBy('PyTorchJob', 'llama-sft') },
    lines: [
      'Traceback (most recent call last):',
      '  File "/workspace/train.py", line 211, in <module>',
      '    main()',
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.50 GiB. GPU 1 has a total capacity of 79.15 GiB of which 1.94 GiB is free.',
      'RuntimeError: CUDA error: an illegal memory access was encountered',
      'W&B: password=hunter2 was given on the command line',
    ],
  },
  {
    namespace: 'serving', pod: 'llama-70b-6d5f7c9b8-x2x4z', container: 'vllm',
    facts: { labels: { 'app.kubernetes.io/name': 'vllm', 'pod-template-hash': '6d5f7c9b8' }, ownerReferences: ownedBy('ReplicaSet', 'llama-70b-6d5f7c9b8') },
    lines: [
      'INFO 01-31 12:00:01 [loggers.py:116] Engine 000: Avg prompt throughput: 812.3 tokens/s, Running: 12 reqs, Waiting: 3 reqs, GPU KV cache usage: 91.2%',
      '{"level": "info", "message": "request", "request_id": "cmpl-1", "model": "llama-70b", "path": "/v1/chat/completions", "status": 200, "duration": 0.8, "input_tokens": 812, "output_tokens": 128}',
      '{"level": "info", "message": "request", "request_id": "cmpl-2", "model": "llama-70b", "path": "/v1/chat/completions", "status": 200, "duration": 12.5, "input_tokens": 9120, "output_tokens": 1024}',
      '{"level": "error", "message": "request failed", "request_id": "cmpl-3", "model": "llama-70b", "path": "/v1/chat/completions", "status": 503, "duration": 0.1}',
      'WARNING 01-31 12:00:02 [scheduler.py:1103] Sequence group cmpl-4 is preempted by PreemptionMode.RECOMPUTE mode because there is not enough KV cache space.',
      'ERROR 01-31 12:00:03 [core.py:398] EngineCore died unexpectedly, shutting down client: EngineDeadError',
      'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.',
      '{"level": "info", "message": broken json',
    ],
  },
  {
    namespace: 'kube-system', pod: 'nvidia-device-plugin-7xk2p', container: 'nvidia-device-plugin',
    facts: { ownerReferences: ownedBy('DaemonSet', 'nvidia-device-plugin') },
    lines: ['E0131 12:00:00.123456       1 health.go:159] XidCriticalError: Xid=79 on Device=GPU-8f6b; marking device as unhealthy.', 'I0131 12:00:01.000000       1 server.go:165] Starting GRPC server for \'nvidia.com/gpu\''],
  },
  {
    namespace: 'shop', pod: 'web-5c9d8f7b6-abcde', container: 'web', facts: { labels: { 'pod-template-hash': '5c9d8f7b6' }, ownerReferences: ownedBy('ReplicaSet', 'web-5c9d8f7b6') },
    lines: ['GET /healthz 200', 'level=warn msg="slow query" duration=2.1s', 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
  },
];

export const journal: readonly JournalEntry[] = [
  { _TRANSPORT: 'kernel', PRIORITY: '3', MESSAGE: 'NVRM: Xid (PCI:0000:65:00): 79, pid=1234, name=python, GPU has fallen off the bus.' },
  { _TRANSPORT: 'kernel', PRIORITY: '3', MESSAGE: 'NVRM: Xid (PCI:0000:65:00): 48, pid=1234, name=python, DBE (double bit error)' },
  { _TRANSPORT: 'kernel', PRIORITY: '3', MESSAGE: 'Memory cgroup out of memory: Killed process 4711 (python) total-vm:81920kB, anon-rss:65536kB, oom_score_adj:985' },
  { _TRANSPORT: 'kernel', PRIORITY: '4', MESSAGE: 'infiniband rdmap0s6: efa_com timed out waiting for completion' },
  { _TRANSPORT: 'kernel', PRIORITY: '3', MESSAGE: 'LustreError: 11-0: fsx-OST0001-osc: operation ost_write to node 10.0.1.5@tcp failed: rc = -107' },
  { _TRANSPORT: 'kernel', PRIORITY: '3', MESSAGE: 'mce: [Hardware Error]: Machine check events logged' },
  { _TRANSPORT: 'stdout', _SYSTEMD_UNIT: 'kubelet.service', SYSLOG_IDENTIFIER: 'kubelet', PRIORITY: '6', MESSAGE: 'E0131 12:00:04.000000    2101 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"vllm\\" with ImagePullBackOff"' },
  { _TRANSPORT: 'stdout', _SYSTEMD_UNIT: 'containerd.service', SYSLOG_IDENTIFIER: 'containerd', PRIORITY: '6', MESSAGE: 'time="2026-01-31T12:00:05Z" level=warning msg="cleaning up after shim disconnected" id=0123' },
];
