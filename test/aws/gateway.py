"""AWS on this machine: moto, behind a door that speaks the protocol of today's SDKs.

The AWS SDK for Go asks CloudWatch in Smithy RPC v2 CBOR, which moto 5.2 does not speak: requests are taken to moto in its own words, and the answers back. moto knows no
percentiles (the samples have so few values that each is the greatest one), and no tags of SageMaker. The door can also throttle, and take credentials for expired.

PUT /control {"mode": "healthy" | "throttled" | "expired", "resources": [{"arn": ..., "tags": {...}}]}, PUT /publish {"Namespace": ..., "MetricData": [...]}, as put_metric_data takes it.
"""
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import boto3
import cbor2
from botocore import xform_name
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
moto.start()
MOTO = "http://%s:%s" % moto.get_host_and_port()
cloudwatch = boto3.client("cloudwatch", endpoint_url=MOTO, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
state = {"mode": "healthy", "resources": []}

EXPIRED = "The security token included in the request is expired"


def asked(operation, parameters):
    """What moto knows of it."""
    for query in parameters.get("MetricDataQueries", []):
        if query["MetricStat"]["Stat"].startswith("p"):
            query["MetricStat"]["Stat"] = "Maximum"
    answer = getattr(cloudwatch, xform_name(operation))(**parameters)
    answer.pop("ResponseMetadata")
    return {key: value for key, value in answer.items() if value not in ("", None)}


def resources(parameters):
    """Those of the asked kinds that have the asked tags, as the tagging API lists them."""
    kinds = [kind.split(":")[1] for kind in parameters.get("ResourceTypeFilters", [])]
    keys = [tag["Key"] for tag in parameters.get("TagFilters", [])]
    found = [one for one in state["resources"] if one["arn"].split(":")[5].split("/")[0] in kinds and all(key in one["tags"] for key in keys)]
    return {"ResourceTagMappingList": [{"ResourceARN": one["arn"], "Tags": [{"Key": key, "Value": value} for key, value in one["tags"].items()]} for one in found], "PaginationToken": ""}


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, kind, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def cbor(self, status, value):
        self.answer(status, "application/cbor", cbor2.dumps(value, datetime_as_timestamp=True), smithy_protocol="rpc-v2-cbor")

    def do_PUT(self):
        body = json.loads(self.body())
        if self.path == "/control":
            state.update(body)
        else:
            cloudwatch.put_metric_data(**body)
        self.answer(200, "application/json", b"{}")

    def do_GET(self):
        self.answer(200, "text/plain", b"open")

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_POST(self):
        body = self.body()
        operation = re.fullmatch(r"/service/GraniteServiceVersion20100801/operation/(\w+)", self.path)
        target = self.headers.get("X-Amz-Target", "")
        if state["mode"] == "expired":
            self.refuse(operation, target)
        elif operation:
            if state["mode"] == "throttled" and operation[1] == "GetMetricData":
                self.cbor(400, {"__type": "com.amazonaws.cloudwatch#ThrottlingException", "message": "Rate exceeded"})
            else:
                self.cbor(200, asked(operation[1], cbor2.loads(body)))
        elif target.endswith(".GetResources"):
            self.answer(200, "application/x-amz-json-1.1", json.dumps(resources(json.loads(body))).encode())
        else:
            self.forward(body)

    def refuse(self, operation, target):
        if operation:
            self.cbor(403, {"__type": "com.amazonaws.cloudwatch#ExpiredTokenException", "message": EXPIRED})
        elif target:
            self.answer(400, "application/x-amz-json-1.1", json.dumps({"__type": "ExpiredTokenException", "message": EXPIRED}).encode())
        else:
            error = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>%s</Message></Error></ErrorResponse>" % EXPIRED
            self.answer(403, "text/xml", error.encode())

    def forward(self, body):
        """STS and IAM, which moto understands as they are asked."""
        kept = {name: value for name, value in self.headers.items() if name.lower() in ("authorization", "content-type", "x-amz-date")}
        with urlopen(Request(MOTO + self.path, data=body, headers=kept)) as found:
            self.answer(found.status, found.headers["Content-Type"], found.read())


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Door).serve_forever()
