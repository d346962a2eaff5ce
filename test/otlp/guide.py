"""The way of the HyperPod guide with another endpoint: its resource attributes, its labels, a point each second."""

import os
import sys
import time

from opentelemetry import metrics
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource

host, node = os.uname()[1], os.getenv("NODE_NAME", "unknown")
reader = PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=sys.argv[1], insecure=True, timeout=5), export_interval_millis=1000)
resource = Resource.create({"service.name": "metric-test", "pod.name": host, "node.name": node})
metrics.set_meter_provider(MeterProvider(metric_readers=[reader], resource=resource))
counter = metrics.get_meter("test-meter").create_counter("test.counter", description="A test counter")
while True:
    counter.add(1, {"pod": host, "node": node})
    time.sleep(1)
