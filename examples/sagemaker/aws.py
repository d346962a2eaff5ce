"""What the programs of this folder share: clients, tags, and the images of AWS."""

import argparse
import os

import boto3

# The account of AWS' Deep Learning Containers in most regions; others are in their list of images.
IMAGES = "763104351884.dkr.ecr.{region}.amazonaws.com/{image}"


def parser(about, default_name):
    """Options that all of them have."""
    options = argparse.ArgumentParser(description=about)
    options.add_argument("--name", default=default_name, help="name of what is made (%(default)s)")
    options.add_argument("--region", default=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"), help="region, else AWS_REGION")
    options.add_argument("--tag", action="append", default=["team=ml"], metavar="KEY=VALUE", help="one more tag; by tags the chart chooses what it reads (sagemaker.tags)")
    return options


def client(service, options):
    """A client of boto3, which finds credentials and AWS_ENDPOINT_URL by itself."""
    if not options.region:
        raise SystemExit("no region: say --region eu-west-1, or set AWS_REGION")
    return boto3.client(service, region_name=options.region)


def image(options, otherwise):
    """The image that was asked for, or one of AWS in the same region."""
    return options.image or IMAGES.format(region=options.region, image=otherwise)


def tags(options):
    return [dict(zip(("Key", "Value"), tag.split("=", 1))) for tag in options.tag]
