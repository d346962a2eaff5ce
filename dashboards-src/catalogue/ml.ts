import { counter, exporter, gauge, histogram, labelled, targetLabels } from './define.ts';

/** What a user's own code reports of its models and trainings, from pods with the annotation prometheus.io/scrape. */
export const ml = exporter({
  name: 'your own pods',
  version: '1',
  source: 'the contract of this chart; names as in the guide "AI on EKS"',
  toggle: 'annotated',
  // The last two where they came over OTLP: resource attributes that say which pod it was.
  labels: [...targetLabels, 'node', 'k8s_namespace_name', 'k8s_pod_name'],
  // Where a program does not say them, of the labels of its pod.
  metrics: labelled(['model_name', 'job_name'], [
    ...labelled(['model_name', 'model_version'], [
      counter('ml_inference_requests_total', 'count', 'Requests by status: success or error.', { labels: ['status'] }),
      histogram('ml_inference_duration_seconds', 'seconds', 'How long requests take.'),
      gauge('ml_model_accuracy', 'ratio', 'Accuracy of a model on a data set, 0 to 1.', { labels: ['dataset'] }),
    ]),
    ...labelled(['feature_name', 'model_name'], [
      gauge('ml_data_drift_score', 'score', 'How far the data of a feature is from what the model was trained on; 0 is not at all.'),
      gauge('ml_feature_importance', 'score', 'How much a feature decides.'),
    ]),
    gauge('ml_training_loss', 'score', 'Loss of a training.', { labels: ['job_name', 'epoch'] }),
    gauge('ml_training_accuracy', 'ratio', 'Accuracy of a training, 0 to 1.', { labels: ['job_name', 'epoch'] }),
    ...labelled(['job_name'], [
      gauge('ml_learning_rate', 'score', 'Learning rate of a training.'),
      counter('ml_training_epochs_total', 'count', 'Epochs that a training has finished.'),
      counter('ml_training_steps_total', 'count', 'Optimizer steps of a training; each of its processes counts all of them.'),
      histogram('ml_training_step_duration_seconds', 'seconds', 'How long optimizer steps take, with the wait for their data.'),
      counter('ml_training_samples_total', 'count', 'Samples that a process has trained on.'),
      counter('ml_training_tokens_total', 'tokens', 'Tokens that a process has trained on.'),
      counter('ml_training_data_wait_seconds_total', 'seconds', 'Time for which a process waited for the next batch.'),
      gauge('ml_training_gradient_norm', 'score', 'Norm of the gradients before clipping.'),
      gauge('ml_training_checkpoint_timestamp_seconds', 'timestamp', 'When the last checkpoint was complete, in unix time.'),
      histogram('ml_training_checkpoint_duration_seconds', 'seconds', 'How long training stood still for a checkpoint.'),
    ]),
    ...labelled(['gpu_id', 'gpu_name'], [
      gauge('ml_gpu_utilization_percent', 'percent', 'Share of time in which a GPU ran a kernel, as the program sees it.'),
      gauge('ml_gpu_memory_used_bytes', 'bytes', 'Memory of a GPU in use, as the program sees it.'),
      gauge('ml_gpu_memory_total_bytes', 'bytes', 'Memory of a GPU, as the program sees it.'),
    ]),
    counter('ml_inference_cost_dollars_total', 'dollars', 'What inference has cost.', { labels: ['model_name', 'instance_type'] }),
    gauge('ml_training_cost_dollars', 'dollars', 'What a training has cost so far.', { labels: ['job_name', 'instance_type'] }),
    gauge('ml_training_cost_per_hour_dollars', 'dollars/hour', 'What trainings cost each hour.'),
    gauge('ml_inference_cost_per_request_dollars', 'dollars', 'What a request costs.'),
    gauge('ml_storage_cost_per_gb_dollars', 'dollars', 'What a gigabyte of storage costs each month.'),
    gauge('ml_total_monthly_cost_dollars', 'dollars', 'What everything costs each month.'),
  ]),
});
