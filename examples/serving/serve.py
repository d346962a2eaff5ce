"""Answers POST /v1/completions with the words of the prompt in reverse, and says each request in a structured line.

A prompt with the word "slow" takes SLOW_SECONDS (6), one with the word "fail" is answered with status 500. PORT is 8000.
"""

import json
import logging
import os
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import json_lines

MODEL = os.environ.get("MODEL", "reverse-1")
SLOW_SECONDS = float(os.environ.get("SLOW_SECONDS", "6"))
log = logging.getLogger("serve")


def complete(prompt):
    words = prompt.split()
    if "slow" in words:
        time.sleep(SLOW_SECONDS)
    if "fail" in words:
        raise RuntimeError("the model has no answer to this prompt")
    return words, words[::-1]


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        started = time.monotonic()
        request = {"request_id": self.headers.get("X-Request-Id") or uuid.uuid4().hex, "path": self.path, "model": MODEL}
        try:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            prompt, answer = complete(asked["prompt"])
        except (KeyError, ValueError):
            self.answer(400, {"error": "send JSON with a prompt"})
            log.warning("bad request", extra={**request, "status": 400, "duration": time.monotonic() - started})
        except RuntimeError:
            self.answer(500, {"error": "no answer"})
            log.exception("request failed", extra={**request, "status": 500, "duration": time.monotonic() - started})
        else:
            self.answer(200, {"model": MODEL, "text": " ".join(answer)})
            log.info("request", extra={**request, "status": 200, "duration": time.monotonic() - started, "input_tokens": len(prompt), "output_tokens": len(answer)})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Each request has its structured line; http.server's own says less."""


if __name__ == "__main__":
    json_lines.setup()
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8000"))), Server)
    log.info("listening on port %d", server.server_address[1], extra={"model": MODEL})
    server.serve_forever()
