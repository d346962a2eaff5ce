"""Stands in for the OTLP input of Fluent Bit: answers as it does, and prints each record that it would make of a request, as a line of JSON."""

import gzip
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest


def value_of(value):
    kind = value.WhichOneof("value")
    if kind == "kvlist_value":
        return {item.key: value_of(item.value) for item in value.kvlist_value.values}
    return None if kind is None else getattr(value, kind)


class Lines(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        request = ExportLogsServiceRequest.FromString(gzip.decompress(body))
        for resource in request.resource_logs:
            for scope in resource.scope_logs:
                for record in scope.log_records:
                    print(json.dumps({"time": record.time_unix_nano, "record": value_of(record.body)}), flush=True)
        self.send_response(201)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Lines).serve_forever()
