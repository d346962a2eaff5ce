import type { Unit } from '../catalogue/define.ts';

/** From least to worst; every line has one of them, whatever its program called it. */
export const severities = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export type Severity = (typeof severities)[number];

/** Where lines come from: containers, the units of a node, its kernel. */
export const logSources = ['container', 'kubelet', 'containerd', 'kernel'] as const;

/**
 * What a field holds, and so what may be asked of it.
 * `keyword` is one word or name, compared as a whole and counted by value; `text` is searched by its words and cannot be counted by value; `keywords` is a set of names with a keyword each;
 * `order` is a number that lines are sorted by, and nothing else; `stored` is kept and shown, and cannot be searched.
 */
export type FieldType = 'date' | 'keyword' | 'keywords' | 'text' | 'long' | 'double' | 'order' | 'stored';

/** One field of a line in the store. */
export interface Field {
  readonly type: FieldType;
  readonly description: string;
  /** A value as it stands in a document. */
  readonly example: string | number | Readonly<Record<string, string>>;
  readonly unit?: Unit;
  /** Its name in OpenTelemetry's log data model or semantic conventions 1.37, where these have one. */
  readonly otel?: string;
  /** The only values it can have; without, any. */
  readonly values?: readonly string[];
  /** A structured line may set it, by its own name or one of these. Without, the pipeline alone does: no line can pretend to be of another pod. */
  readonly from?: readonly string[];
}

/**
 * Every field that a line can have: the one schema of pipeline, index templates, panels and documents. The names of identity are those of the labels of metrics, so that one selects the other.
 * What a structured line says beyond them is kept in `attributes`.
 */
export const fields = {
  '@timestamp': { type: 'date', description: 'When the line was written: the time that it states itself, or that at which the container runtime got it.', example: '2026-01-31T12:00:00.123456789Z', otel: 'Timestamp', from: ['timestamp', 'time', 'ts', 'asctime'] },
  severity: { type: 'keyword', description: 'How bad it is. A line that does not say is `info`, or `error` where its words are those of a crash.', example: 'error', otel: 'SeverityText', values: severities, from: ['level', 'levelname', 'lvl', 'log_level', 'severity_text'] },
  message: { type: 'text', description: 'What the line says, after redaction; lines that belong together, as a traceback, are one.', example: 'NCCL WARN Timeout waiting for rank 7', otel: 'Body', from: ['msg', 'event', 'log', 'body'] },

  family: { type: 'keyword', description: 'The family of indices that the line is in, and so how long it is kept.', example: 'ml-training' },
  source: { type: 'keyword', description: 'What wrote it: a container, a unit of the node, or its kernel.', example: 'container', values: logSources },
  stream: { type: 'keyword', description: 'The stream of the container.', example: 'stderr', otel: 'log.iostream', values: ['stdout', 'stderr'] },

  cluster: { type: 'keyword', description: 'Name of the cluster (`global.clusterName`).', example: 'production', otel: 'k8s.cluster.name' },
  node: { type: 'keyword', description: 'Name of the node.', example: 'gpu-node-1', otel: 'k8s.node.name' },
  namespace: { type: 'keyword', description: 'Namespace of the pod.', example: 'team-a', otel: 'k8s.namespace.name' },
  pod: { type: 'keyword', description: 'Name of the pod.', example: 'llama-finetune-worker-0', otel: 'k8s.pod.name' },
  container: { type: 'keyword', description: 'Name of the container.', example: 'pytorch', otel: 'k8s.container.name' },
  workload: { type: 'keyword', description: 'What a person started that the pod belongs to, as in the metric `pod:workload:info`.', example: 'llama-finetune' },
  workload_kind: { type: 'keyword', description: 'Its kind: Deployment, PyTorchJob, RayService and so on.', example: 'PyTorchJob' },
  queue: { type: 'keyword', description: 'Kueue’s LocalQueue that admitted it.', example: 'research' },
  labels: { type: 'keywords', description: 'Labels of the pod that `logs.labels` names, dots in their names as underscores.', example: { team: 'vision' }, otel: 'k8s.pod.label' },

  logger: { type: 'keyword', description: 'The part of the program that wrote it.', example: 'vllm.engine', otel: 'InstrumentationScope', from: ['logger_name', 'name', 'component'] },
  error_pattern: { type: 'keyword', description: 'The first line of an `error` or `fatal` message (of a Python traceback the last one) with its numbers, addresses and ids masked, so that errors of one kind count as one. At most 120 characters.', example: 'NCCL WARN Timeout waiting for rank #' },
  exception: { type: 'text', description: 'The stack trace, where a structured line has it in a field of its own.', example: 'Traceback (most recent call last): …', otel: 'exception.stacktrace', from: ['exc_info', 'stack_trace', 'traceback', 'stack'] },
  exception_type: { type: 'keyword', description: 'Type of the exception.', example: 'torch.OutOfMemoryError', otel: 'exception.type', from: ['exc_type', 'error_type'] },
  trace_id: { type: 'keyword', description: 'Trace that the line belongs to.', example: '4bf92f3577b34da6a3ce929d0e0e4736', otel: 'TraceId', from: ['traceId', 'otelTraceID'] },
  span_id: { type: 'keyword', description: 'Span of that trace.', example: '00f067aa0ba902b7', otel: 'SpanId', from: ['spanId', 'otelSpanID'] },

  job: { type: 'keyword', description: 'Name of the training run, as the program or its launcher says it.', example: 'llama-3-8b-sft', from: ['job_name', 'run_name', 'run_id'] },
  rank: { type: 'long', unit: 'count', description: 'Global rank of the process in its training job.', example: 3, from: ['global_rank', 'RANK'] },
  epoch: { type: 'long', unit: 'count', description: 'Epoch of the training.', example: 2, from: [] },
  step: { type: 'long', unit: 'count', description: 'Step of the training.', example: 1200, from: ['global_step', 'iteration', 'iter'] },
  loss: { type: 'double', unit: 'score', description: 'Loss at that step. One that is not a number is not indexed, and is found by the words of the line.', example: 1.87, from: ['train_loss', 'training_loss'] },
  learning_rate: { type: 'double', unit: 'score', description: 'Learning rate at that step.', example: 0.0003, from: ['lr'] },
  grad_norm: { type: 'double', unit: 'score', description: 'Norm of the gradients at that step.', example: 0.92, from: ['gradient_norm'] },

  model: { type: 'keyword', description: 'Model that was asked or trained.', example: 'meta-llama/Llama-3.1-8B-Instruct', otel: 'gen_ai.request.model', from: ['model_name', 'gen_ai.request.model'] },
  request_id: { type: 'keyword', description: 'Request that the line belongs to.', example: 'cmpl-9f1c2a', otel: 'http.request.header.x-request-id', from: ['req_id', 'requestId', 'correlation_id'] },
  duration: { type: 'double', unit: 'seconds', description: 'How long the request, or whatever the line is about, took.', example: 1.25, otel: 'http.server.request.duration', from: ['duration_s', 'duration_seconds', 'elapsed', 'latency', 'latency_s'] },
  status: { type: 'long', unit: 'count', description: 'HTTP status of the answer.', example: 200, otel: 'http.response.status_code', from: ['status_code', 'http_status'] },
  path: { type: 'keyword', description: 'Path that was asked.', example: '/v1/chat/completions', otel: 'url.path', from: ['url_path', 'endpoint'] },
  input_tokens: { type: 'long', unit: 'tokens', description: 'Tokens of the prompt.', example: 812, otel: 'gen_ai.usage.input_tokens', from: ['prompt_tokens', 'gen_ai.usage.input_tokens'] },
  output_tokens: { type: 'long', unit: 'tokens', description: 'Tokens of the answer.', example: 128, otel: 'gen_ai.usage.output_tokens', from: ['completion_tokens', 'generation_tokens', 'gen_ai.usage.output_tokens'] },

  xid: { type: 'long', unit: 'count', description: 'Number of the error that NVIDIA’s driver told the kernel (`NVRM: Xid`).', example: 79 },
  pci_bus_id: { type: 'keyword', description: 'The device of that error.', example: '0000:65:00' },

  redactions: { type: 'long', unit: 'count', description: 'How many secrets were taken out of the line; absent where there were none.', example: 1 },
  unparsed: { type: 'keyword', description: 'Why the line is as raw as it came: `json` (began as JSON and is none), `encoding` (bytes that are no UTF-8 were replaced), `size` (cut, as it was too long), `failure` (it made the pipeline’s script fail, and is left out, as it may hold a secret).', example: 'json', values: ['json', 'encoding', 'size', 'failure'] },
  id: { type: 'stored', description: 'Id of the document: when, in which file and where in it the line was written, so that a line which is read twice is kept once.', example: '2026-01-31T12:00:00.123456789Z-9f1c2a7be0d14c33-52428', otel: 'log.record.uid' },
  log_offset: { type: 'order', unit: 'bytes', description: 'Where in its file on the node it begins: sorts lines of one time.', example: 52428, otel: 'log.record.offset' },
  attributes: { type: 'stored', description: 'Everything else that a structured line says, as it came.', example: { batch: '12' }, otel: 'Attributes' },
} as const satisfies Readonly<Record<string, Field>>;

/** Name of a field. */
export type FieldName = keyof typeof fields;

export const fieldNames = Object.keys(fields) as FieldName[];
