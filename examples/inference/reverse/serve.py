"""Answers POST /v1/completions with the words of the prompt in reverse, and says each request in a structured line and in metrics.

A prompt with the word "slow" takes SLOW_SECONDS (6), one with the word "fail" is answered with status 500. Each quarter of a
minute it is asked what it must know, and how long the prompts were, beside those that it was made for. PORT is 8000.
"""

import json
import logging
import math
import os
import threading
import time
import uuid
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import json_lines
import ml_metrics

MODEL = os.environ.get("MODEL", "reverse")
VERSION = os.environ.get("MODEL_VERSION", "1")
SLOW_SECONDS = float(os.environ.get("SLOW_SECONDS", "6"))
WATCH_SECONDS = float(os.environ.get("WATCH_SECONDS", "15"))
# What it was made for: shares of prompts of one or two, three to five, and more words.
EXPECTED = (0.3, 0.5, 0.2)
GOLDEN = {"one two": "two one", "a b c": "c b a", "same": "same", "to be or not": "not or be to"}
log = logging.getLogger("serve")
metrics = ml_metrics.Model(MODEL, VERSION)
lengths = deque(maxlen=1000)


def complete(prompt):
    words = prompt.split()
    if "slow" in words:
        time.sleep(SLOW_SECONDS)
    if "fail" in words:
        raise RuntimeError("the model has no answer to this prompt")
    return words, words[::-1]


def drift():
    """Population stability index of the lengths of the last prompts."""
    groups = [0, 0, 0]
    for words in lengths:
        groups[0 if words < 3 else 1 if words < 6 else 2] += 1
    shares = [max(group / len(lengths), 1e-4) for group in groups]
    return sum((share - expected) * math.log(share / expected) for share, expected in zip(shares, EXPECTED))


def watch():
    while True:
        right = sum(" ".join(complete(prompt)[1]) == answer for prompt, answer in GOLDEN.items())
        metrics.evaluated(right / len(GOLDEN), "golden")
        if lengths:
            metrics.feature("prompt_words", drift(), weight=1)
        time.sleep(WATCH_SECONDS)


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        started = time.monotonic()
        request = {"request_id": self.headers.get("X-Request-Id") or uuid.uuid4().hex, "path": self.path, "model": MODEL}
        try:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            prompt, answer = complete(asked["prompt"])
        except (KeyError, ValueError):
            self.answer(400, {"error": "send JSON with a prompt"})
            log.warning("bad request", extra={**request, "status": 400, "duration": self.took(started, "400")})
        except RuntimeError:
            self.answer(500, {"error": "no answer"})
            log.exception("request failed", extra={**request, "status": 500, "duration": self.took(started, "500")})
        else:
            self.answer(200, {"model": MODEL, "text": " ".join(answer)})
            lengths.append(len(prompt))
            log.info("request", extra={**request, "status": 200, "duration": self.took(started, "success"), "input_tokens": len(prompt), "output_tokens": len(answer)})

    def took(self, started, status):
        seconds = time.monotonic() - started
        metrics.request(seconds, status)
        return seconds

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
    ml_metrics.serve()
    threading.Thread(target=watch, daemon=True).start()
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8000"))), Server)
    log.info("listening on port %d", server.server_address[1], extra={"model": MODEL})
    server.serve_forever()
