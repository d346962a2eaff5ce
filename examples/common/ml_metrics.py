"""The metrics `ml_*` of models and trainings, as the chart's dashboards *Model quality* and *Training* know them.

They are scraped from METRICS_PORT (8000) of the pod, or sent where OTEL_EXPORTER_OTLP_ENDPOINT is set: one of both, as
otherwise each would count twice. Names, labels and what each means: "Metrics of your own programs" in chart/README.md.
"""

import os
import threading
import time
from functools import cache

OTLP = bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"))

REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
STEP_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
CHECKPOINT_SECONDS = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)

if OTLP:
    from opentelemetry.metrics import get_meter_provider
    from otlp_metrics import meter as sending

    meter = sending(os.environ.get("OTEL_SERVICE_NAME", "ml"))

    # Without a unit: Prometheus would append it to a name that has it already.
    def counter(name, about, *labels):
        instrument = meter.create_counter(name, description=about)
        return lambda value, **of: instrument.add(value, of)

    def gauge(name, about, *labels):
        instrument = meter.create_gauge(name, description=about)
        return lambda value, **of: instrument.set(value, of)

    def histogram(name, about, bounds, *labels):
        instrument = meter.create_histogram(name, description=about, explicit_bucket_boundaries_advisory=bounds)
        return lambda value, **of: instrument.record(value, of)

    def serve():
        """Nothing has to be served: the reader sends."""

    def flush():
        """Sends what is left, before the program ends."""
        get_meter_provider().force_flush()

else:
    from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics, start_http_server

    disable_created_metrics()

    def recorded(kind, record, *args, **options):
        """Registered at its first value: a gauge without labels would say 0 before anybody has measured."""
        metric = cache(lambda: kind(*args, **options))
        return lambda value, **of: record(metric().labels(**of) if of else metric(), value)

    def counter(name, about, *labels):
        return recorded(Counter, Counter.inc, name, about, labels)

    def gauge(name, about, *labels):
        return recorded(Gauge, Gauge.set, name, about, labels)

    def histogram(name, about, bounds, *labels):
        return recorded(Histogram, Histogram.observe, name, about, labels, buckets=bounds)

    def serve():
        """Serves /metrics on METRICS_PORT, in a thread. Call it once in a pod."""
        start_http_server(int(os.environ.get("METRICS_PORT", "8000")))

    def flush():
        """Nothing is sent: Prometheus comes by itself, up to half a minute later."""


requests = counter("ml_inference_requests_total", "Requests by status: success or error.", "model_name", "model_version", "status")
request_seconds = histogram("ml_inference_duration_seconds", "How long requests take.", REQUEST_SECONDS, "model_name", "model_version")
accuracy = gauge("ml_model_accuracy", "Accuracy on a data set, 0 to 1.", "model_name", "model_version", "dataset")
drift = gauge("ml_data_drift_score", "How far the data of a feature is from that of the training; 0 is not at all.", "feature_name", "model_name")
importance = gauge("ml_feature_importance", "How much a feature decides.", "feature_name", "model_name")
inference_cost = counter("ml_inference_cost_dollars_total", "What inference has cost.", "model_name", "instance_type")
cost_per_request = gauge("ml_inference_cost_per_request_dollars", "What a request costs.")

loss = gauge("ml_training_loss", "Loss.", "job_name")
training_accuracy = gauge("ml_training_accuracy", "Accuracy in training, 0 to 1.", "job_name")
learning_rate = gauge("ml_learning_rate", "Learning rate.", "job_name")
gradient_norm = gauge("ml_training_gradient_norm", "Norm of the gradients before clipping.", "job_name")
epochs = counter("ml_training_epochs_total", "Epochs that are done.", "job_name")
steps = counter("ml_training_steps_total", "Optimizer steps; each process counts all of them.", "job_name")
step_seconds = histogram("ml_training_step_duration_seconds", "How long steps take, with the wait for their data.", STEP_SECONDS, "job_name")
samples = counter("ml_training_samples_total", "Samples that this process has trained on.", "job_name")
tokens = counter("ml_training_tokens_total", "Tokens that this process has trained on.", "job_name")
data_wait_seconds = counter("ml_training_data_wait_seconds_total", "Time for which this process waited for the next batch.", "job_name")
checkpoint_timestamp = gauge("ml_training_checkpoint_timestamp_seconds", "When the last checkpoint was complete, in unix time.", "job_name")
checkpoint_seconds = histogram("ml_training_checkpoint_duration_seconds", "How long training stood still for a checkpoint.", CHECKPOINT_SECONDS, "job_name")
training_cost = gauge("ml_training_cost_dollars", "What the training has cost so far.", "job_name", "instance_type")
training_cost_per_hour = gauge("ml_training_cost_per_hour_dollars", "What trainings cost each hour.")

gpu_utilization = gauge("ml_gpu_utilization_percent", "Share of time in which a GPU ran a kernel.", "gpu_id", "gpu_name")
gpu_memory_used = gauge("ml_gpu_memory_used_bytes", "Memory of a GPU in use.", "gpu_id", "gpu_name")
gpu_memory_total = gauge("ml_gpu_memory_total_bytes", "Memory of a GPU.", "gpu_id", "gpu_name")

storage_cost = gauge("ml_storage_cost_per_gb_dollars", "What a gigabyte of storage costs each month.")
monthly_cost = gauge("ml_total_monthly_cost_dollars", "What everything costs each month.")


class Model:
    """What one version of a model does for those who ask it."""

    def __init__(self, name, version):
        self.name, self.version = name, version

    def request(self, seconds, status="success"):
        """One inference. Its status is success or error, or a code of HTTP."""
        requests(1, model_name=self.name, model_version=self.version, status=status)
        request_seconds(seconds, model_name=self.name, model_version=self.version)

    def evaluated(self, score, dataset):
        """Its accuracy, 0 to 1. Versions are compared on the same data set."""
        accuracy(score, model_name=self.name, model_version=self.version, dataset=dataset)

    def feature(self, name, drifted, weight):
        """How far a feature has drifted (the population stability index, for one), and how much it decides."""
        drift(drifted, feature_name=name, model_name=self.name)
        importance(weight, feature_name=name, model_name=self.name)

    def cost(self, dollars, instance_type):
        """Adds to what it has cost."""
        inference_cost(dollars, model_name=self.name, instance_type=instance_type)


class Training:
    """What one process of a training does. The epoch is a number and no label: each would be one more series for good."""

    def __init__(self, job_name):
        self.of = {"job_name": job_name}

    def step(self, seconds, value, samples_done, tokens_done=0, waited=0.0, rate=None, norm=None):
        """One optimizer step: its time with the wait for data, and its loss."""
        steps(1, **self.of)
        step_seconds(seconds, **self.of)
        data_wait_seconds(waited, **self.of)
        samples(samples_done, **self.of)
        tokens(tokens_done, **self.of)
        loss(value, **self.of)
        if rate is not None:
            learning_rate(rate, **self.of)
        if norm is not None:
            gradient_norm(norm, **self.of)

    def epoch(self, score=None):
        """One epoch is done, with the accuracy that was measured after it."""
        epochs(1, **self.of)
        if score is not None:
            training_accuracy(score, **self.of)

    def checkpoint(self, seconds):
        """A checkpoint is complete, for which training stood still so long."""
        checkpoint_seconds(seconds, **self.of)
        checkpoint_timestamp(time.time(), **self.of)

    def cost(self, dollars, instance_type):
        """What the whole job has cost so far, said by any of its processes."""
        training_cost(dollars, instance_type=instance_type, **self.of)


def watch_gpus(every_seconds=15):
    """Reports the GPUs that PyTorch sees, in a thread; none, where there is none. DCGM sees more, of all GPUs of the node."""
    import torch

    def report():
        while True:
            for gpu in range(torch.cuda.device_count()):
                free, total = torch.cuda.mem_get_info(gpu)
                of = {"gpu_id": str(gpu), "gpu_name": torch.cuda.get_device_name(gpu)}
                gpu_utilization(torch.cuda.utilization(gpu), **of)
                gpu_memory_used(total - free, **of)
                gpu_memory_total(total, **of)
            time.sleep(every_seconds)

    if torch.cuda.is_available():
        threading.Thread(target=report, daemon=True).start()
