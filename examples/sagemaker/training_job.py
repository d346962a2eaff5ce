"""A training job of SageMaker: runs ../training/line/train.py on an instance without a GPU, and waits for its end.

    python training_job.py --role arn:aws:iam::123456789012:role/SageMaker --bucket my-bucket

It ends by itself after MAX_SECONDS at most. What SageMaker finds in its lines by METRICS is in CloudWatch too, beside CPU, memory and disk.
"""

import time
from pathlib import Path

import aws

MAX_SECONDS = 1800
IMAGE = "pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
INPUT = "/opt/ml/input/data/code"
EXAMPLES = Path(__file__).resolve().parent.parent
FILES = [EXAMPLES / "training" / "line" / "train.py", *(EXAMPLES / "common" / name for name in ("json_lines.py", "ml_metrics.py", "requirements.txt"))]
METRICS = [{"Name": name, "Regex": f'"{name}": ([-+0-9.e]+)'} for name in ("loss", "grad_norm", "learning_rate")]


def main():
    parser = aws.parser(__doc__.splitlines()[0], f"fit-a-line-{time.strftime('%Y-%m-%d-%H-%M-%S')}")
    parser.add_argument("--role", required=True, help="ARN of the role that the job runs as: it reads and writes the bucket")
    parser.add_argument("--bucket", required=True, help="S3 bucket for its program and what it makes")
    parser.add_argument("--image", help="another image with Python")
    parser.add_argument("--instance-type", default="ml.m5.large", help="type of instance (%(default)s)")
    options = parser.parse_args()

    s3 = aws.client("s3", options)
    for file in FILES:
        s3.upload_file(str(file), options.bucket, f"{options.name}/code/{file.name}")

    sagemaker = aws.client("sagemaker", options)
    sagemaker.create_training_job(
        TrainingJobName=options.name,
        RoleArn=options.role,
        AlgorithmSpecification={
            "TrainingImage": aws.image(options, IMAGE),
            "TrainingInputMode": "File",
            "ContainerEntrypoint": ["sh", "-c"],
            "ContainerArguments": [f"pip install --quiet --requirement {INPUT}/requirements.txt && exec python3 -u {INPUT}/train.py"],
            "MetricDefinitions": METRICS,
        },
        Environment={"JOB_NAME": options.name, "EPOCHS": "150", "STEP_SECONDS": "0.5", "PYTHONPATH": INPUT},
        InputDataConfig=[{"ChannelName": "code", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{options.bucket}/{options.name}/code/", "S3DataDistributionType": "FullyReplicated"}}}],
        OutputDataConfig={"S3OutputPath": f"s3://{options.bucket}/{options.name}/output/"},
        ResourceConfig={"InstanceType": options.instance_type, "InstanceCount": 1, "VolumeSizeInGB": 30},
        StoppingCondition={"MaxRuntimeInSeconds": MAX_SECONDS},
        Tags=aws.tags(options),
    )
    print(f"{options.name} runs, some ten minutes")
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=options.name)
    status = sagemaker.describe_training_job(TrainingJobName=options.name)["TrainingJobStatus"]
    print(f"{options.name}: {status}")
    return 0 if status == "Completed" else 1


if __name__ == "__main__":
    raise SystemExit(main())
