"""Reports a value of every metric of the contract, and then goes on so that rates are there."""

import sys
import time

import ml_metrics

model = ml_metrics.Model("every", "v1")
training = ml_metrics.Training("every")

ml_metrics.serve()
ml_metrics.cost_per_request(0.0002)
ml_metrics.training_cost_per_hour(12.5)
ml_metrics.storage_cost(0.08)
ml_metrics.monthly_cost(9000)
gpu = {"gpu_id": "0", "gpu_name": "NVIDIA H100 80GB HBM3"}
ml_metrics.gpu_utilization(93, **gpu)
ml_metrics.gpu_memory_used(60e9, **gpu)
ml_metrics.gpu_memory_total(80e9, **gpu)
model.evaluated(0.9, "golden")
model.feature("amount", drifted=0.3, weight=0.6)
training.epoch(0.8)
training.checkpoint(2.5)
training.cost(42, "p5.48xlarge")
print("reported", flush=True)

for number in range(int(sys.argv[1])):
    model.request(0.2, "error" if number % 10 == 0 else "success")
    model.cost(0.001, "p5.48xlarge")
    training.step(0.1, 2.0, samples_done=8, tokens_done=1024, waited=0.01, rate=1e-4, norm=0.7)
    time.sleep(0.1)
ml_metrics.flush()
