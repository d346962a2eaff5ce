"""Fits a line to points, as one rank of a job, and says each step in a structured line and in metrics.

RANK, JOB_NAME, EPOCHS, LEARNING_RATE and STEP_SECONDS (how long a step takes at least) are read from the environment, and
METRICS_PORT. With LEARNING_RATE=30 the loss runs away, as a job's does.
"""

import logging
import math
import os
import random
import time

import json_lines
import ml_metrics

rank = int(os.environ.get("RANK", "0"))
job = os.environ.get("JOB_NAME", "fit-a-line")
epochs = int(os.environ.get("EPOCHS", "3"))
learning_rate = float(os.environ.get("LEARNING_RATE", "0.1"))
step_seconds = float(os.environ.get("STEP_SECONDS", "0"))
json_lines.setup(rank=rank, job=job, model="a-line")
log = logging.getLogger("train")
metrics = ml_metrics.Training(job)

points = [(x, 3 * x + 1 + random.gauss(0, 0.1)) for x in (random.uniform(-1, 1) for _ in range(512))]


def batches(size):
    random.shuffle(points)
    return (points[at : at + size] for at in range(0, len(points), size))


def gradients(batch, slope, offset):
    errors = [(slope * x + offset - y, x) for x, y in batch]
    loss = sum(error * error for error, _ in errors) / len(errors)
    return loss, 2 * sum(error * x for error, x in errors) / len(errors), 2 * sum(error for error, _ in errors) / len(errors)


def close_enough(slope, offset):
    """Share of the points that the line misses by less than three times their noise."""
    return sum(abs(slope * x + offset - y) < 0.3 for x, y in points) / len(points)


def train():
    slope = offset = 0.0
    step = 0
    for epoch in range(epochs):
        for batch in batches(64):
            started = time.monotonic()
            loss, by_slope, by_offset = gradients(batch, slope, offset)
            norm = math.hypot(by_slope, by_offset)
            if loss > 1e9:
                log.error("loss diverged at step %d: the gradient norm is %.3g", step, norm, extra={"epoch": epoch, "step": step})
                raise FloatingPointError("loss is inf")
            slope -= learning_rate * by_slope
            offset -= learning_rate * by_offset
            time.sleep(step_seconds)
            duration = time.monotonic() - started
            metrics.step(duration, loss, samples_done=len(batch), rate=learning_rate, norm=norm)
            log.info("step", extra={"epoch": epoch, "step": step, "loss": loss, "grad_norm": norm, "learning_rate": learning_rate, "duration": duration})
            step += 1
        metrics.epoch(close_enough(slope, offset))
    log.info("done: y = %.2f x + %.2f", slope, offset, extra={"epoch": epoch, "step": step})


if __name__ == "__main__":
    ml_metrics.serve()
    try:
        train()
    except FloatingPointError:
        log.critical("training failed", exc_info=True)
        raise SystemExit(1)
    finally:
        ml_metrics.flush()
