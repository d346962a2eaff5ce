"""An endpoint of SageMaker: create it, ask it for some time, and delete it, as each hour of it costs.

    python endpoint.py create --role arn:aws:iam::123456789012:role/SageMaker
    python endpoint.py invoke --seconds 600
    python endpoint.py delete

Without a GPU: the same with --cpu, which takes an instance without one, and a smaller model.
"""

import json
import time

import aws
from botocore.exceptions import ClientError

VARIANT = "main"
GPU = {"image": "djl-inference:0.33.0-lmi15.0.0-cu128", "instance": "ml.g5.xlarge", "environment": {"HF_MODEL_ID": "Qwen/Qwen3-0.6B", "OPTION_MAX_MODEL_LEN": "4096"}, "input": {"inputs": "The tides come from", "parameters": {"max_new_tokens": 64}}}
CPU = {"image": "huggingface-pytorch-inference:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04", "instance": "ml.c5.xlarge", "environment": {"HF_MODEL_ID": "distilbert/distilbert-base-uncased-finetuned-sst-2-english", "HF_TASK": "text-classification"}, "input": {"inputs": "What a beautiful dashboard!"}}


def create(options, kind):
    if not options.role:
        raise SystemExit("no role: say --role with the ARN of a role that SageMaker may assume and that reads the image")
    sagemaker = aws.client("sagemaker", options)
    tags = aws.tags(options)
    sagemaker.create_model(ModelName=options.name, ExecutionRoleArn=options.role, PrimaryContainer={"Image": aws.image(options, kind["image"]), "Environment": kind["environment"]}, Tags=tags)
    variant = {"VariantName": VARIANT, "ModelName": options.name, "InstanceType": options.instance_type or kind["instance"], "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(EndpointConfigName=options.name, ProductionVariants=[variant], Tags=tags)
    # The tags of the endpoint are those that the chart chooses by.
    sagemaker.create_endpoint(EndpointName=options.name, EndpointConfigName=options.name, Tags=tags)
    print("creating, which takes some minutes")
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=options.name)
    print(f"{options.name} is in service")


def invoke(options, kind):
    runtime = aws.client("sagemaker-runtime", options)
    answered = failed = 0
    until = time.monotonic() + options.seconds
    while time.monotonic() < until:
        try:
            runtime.invoke_endpoint(EndpointName=options.name, ContentType="application/json", Body=json.dumps(kind["input"]))["Body"].read()
            answered += 1
        except ClientError as error:
            failed += 1
            print(error)
        time.sleep(1 / options.rate)
    print(f"{answered} answered, {failed} failed")
    return 1 if failed or not answered else 0


def delete(options, kind):
    sagemaker = aws.client("sagemaker", options)
    for remove, name in ((sagemaker.delete_endpoint, "EndpointName"), (sagemaker.delete_endpoint_config, "EndpointConfigName"), (sagemaker.delete_model, "ModelName")):
        try:
            remove(**{name: options.name})
        except ClientError as error:
            # What was deleted before, or never made.
            if "Could not find" not in str(error):
                raise
    print(f"{options.name} is deleted")


def main():
    parser = aws.parser(__doc__.splitlines()[0], "example")
    parser.add_argument("do", choices=("create", "invoke", "delete"))
    parser.add_argument("--cpu", action="store_true", help="without a GPU, and with a smaller model")
    parser.add_argument("--role", help="ARN of the role that the endpoint runs as")
    parser.add_argument("--image", help="another image that serves the model")
    parser.add_argument("--instance-type", help="another type of instance")
    parser.add_argument("--seconds", type=float, default=300, help="how long to ask (%(default)s)")
    parser.add_argument("--rate", type=float, default=5, help="requests a second at most (%(default)s)")
    options = parser.parse_args()
    return {"create": create, "invoke": invoke, "delete": delete}[options.do](options, CPU if options.cpu else GPU)


if __name__ == "__main__":
    raise SystemExit(main())
