"""Publishes sample metrics of an endpoint and a training job to CloudWatch each minute: the dashboards without SageMaker, its GPUs and its price.

    python sample_metrics.py --minutes 60

AWS takes those of instances only, at its price for custom metrics; with AWS_ENDPOINT_URL of a stand-in (moto) requests are published too,
whose namespace AWS keeps to itself.
"""

import math
import os
import random
import time
from datetime import datetime, timezone

import aws

GPUS = 4  # the sum over them is what SageMaker reports: 400 percent is all of them


def wave(low, high, minute, period=30):
    """A number that goes up and down."""
    return low + (high - low) * (0.5 + 0.5 * math.sin(2 * math.pi * minute / period)) * random.uniform(0.95, 1.05)


def of_instance(minute, busy):
    """What each instance of an endpoint and each host of a job reports, in percent."""
    return {
        "CPUUtilization": wave(80, 300, minute), "MemoryUtilization": wave(40, 60, minute), "DiskUtilization": min(95, 20 + minute / 10),
        "GPUUtilization": busy * GPUS * wave(60, 98, minute), "GPUMemoryUtilization": busy * GPUS * wave(70, 75, minute),
    }


def of_requests(minute):
    """What an endpoint reports of its requests; times are microseconds."""
    asked = round(wave(200, 900, minute))
    counts = {"Invocations": asked, "Invocation4XXErrors": round(asked * 0.01), "Invocation5XXErrors": round(asked * 0.002), "InvocationModelErrors": round(asked * 0.001)}
    times = {"ModelLatency": wave(150_000, 400_000, minute), "OverheadLatency": wave(3_000, 9_000, minute)}
    return {"Count": counts, "Microseconds": times}


def data(values, unit, dimensions, at):
    return [{"MetricName": name, "Value": value, "Unit": unit, "Timestamp": at, "Dimensions": [{"Name": key, "Value": of} for key, of in dimensions.items()]} for name, value in values.items()]


def publish(cloudwatch, name, minute, at, stand_in):
    """One minute, of the namespaces as SageMaker has them."""
    variant = {"EndpointName": name, "VariantName": "main"}
    host = {"Host": f"{name}/algo-1"}
    cloudwatch.put_metric_data(Namespace="/aws/sagemaker/Endpoints", MetricData=data(of_instance(minute, busy=0.6), "Percent", variant, at))
    cloudwatch.put_metric_data(Namespace="/aws/sagemaker/TrainingJobs", MetricData=data(of_instance(minute, busy=1), "Percent", host, at))
    if stand_in:
        for unit, values in of_requests(minute).items():
            cloudwatch.put_metric_data(Namespace="AWS/SageMaker", MetricData=data(values, unit, variant, at))


def main():
    parser = aws.parser(__doc__.splitlines()[0], "sample")
    parser.add_argument("--minutes", type=int, default=60, help="how long (%(default)s)")
    parser.add_argument("--every", type=float, default=60, help="seconds between two minutes (%(default)s)")
    options = parser.parse_args()
    cloudwatch = aws.client("cloudwatch", options)
    stand_in = bool(os.environ.get("AWS_ENDPOINT_URL"))
    if not stand_in:
        print("requests are left out: AWS takes no metrics in the namespace AWS/SageMaker from others")
    for minute in range(options.minutes):
        publish(cloudwatch, options.name, minute, datetime.now(timezone.utc), stand_in)
        print(f"minute {minute + 1} of {options.minutes}", flush=True)
        if minute + 1 < options.minutes:
            time.sleep(options.every)


if __name__ == "__main__":
    main()
