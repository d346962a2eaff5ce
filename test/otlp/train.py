"""A program that uses examples/common/otlp_metrics.py: a gauge, a counter with a unit and a histogram."""

import sys
import time

from otlp_metrics import meter

own = meter("trainer")
loss = own.create_gauge("train.loss")
tokens = own.create_counter("train.tokens", unit="{token}")
duration = own.create_histogram("train.step.duration", unit="s")
while True:
    loss.set(1.5)
    tokens.add(4096)
    duration.record(0.25)
    time.sleep(1)
