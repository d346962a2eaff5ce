"""Sends numbers of a program by OTLP, as they are each second.

    pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-grpc

    from otlp_metrics import meter
    tokens = meter("trainer").create_counter("train.tokens", unit="{token}")
    tokens.add(4096)

`train.tokens` is `train_tokens_total` in Prometheus, with the labels cluster, namespace, pod and node: the collector
looks them up by the address of the sender, so a program needs not know them. Only a pod with `hostNetwork` has to say
which one it is, as it shares the address of its node:

    env:
      - {name: POD_UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
      - {name: OTEL_RESOURCE_ATTRIBUTES, value: k8s.pod.uid=$(POD_UID)}

The variables of the OpenTelemetry SDK hold, among them OTEL_EXPORTER_OTLP_ENDPOINT, and OTEL_EXPORTER_OTLP_HEADERS for
the token (`authorization=Bearer TOKEN`).
"""

import os

from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import SERVICE_INSTANCE_ID, SERVICE_NAME, Resource

if os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc") == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
else:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter

ENDPOINT = "http://observability-otel-collector.monitoring.svc:4317"


def meter(service, every_seconds=1.0):
    """A meter that sends for as long as the process runs; `service` becomes the label job, host name and process the
    label instance: ranks in one pod count apart.

    What was counted last is sent when the process ends by itself. While the collector is away the program goes on: an
    export that fails is logged and dropped, and the next one has the sums again.
    """
    os.environ.setdefault("OTEL_EXPORTER_OTLP_ENDPOINT", ENDPOINT)
    resource = Resource.create({SERVICE_NAME: service, SERVICE_INSTANCE_ID: f"{os.uname().nodename}-{os.getpid()}"})
    reader = PeriodicExportingMetricReader(OTLPMetricExporter(timeout=5), export_interval_millis=every_seconds * 1000)
    metrics.set_meter_provider(MeterProvider(resource=resource, metric_readers=[reader]))
    return metrics.get_meter(service)
