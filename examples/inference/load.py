"""Asks an OpenAI-compatible server again and again, and says how it answered: python load.py http://localhost:8000 llama-3.2-1b

Nothing but Python's standard library. Times to the first token are those of the stream; percentiles are of all requests together.
"""

import argparse
import json
import random
import threading
import time
import urllib.error
import urllib.request

TOPICS = "tides, bread, bridges, comets, chess, volcanoes, rivers, clocks, maps, glass, trains, bees".split(", ")


def ask(url, model, tokens, timeout):
    """Seconds to the first token and to the end of one completion."""
    body = {"model": model, "prompt": f"Explain {random.choice(TOPICS)} to a child.", "max_tokens": tokens, "stream": True}
    request = urllib.request.Request(f"{url}/v1/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    started = time.monotonic()
    first = None
    with urllib.request.urlopen(request, timeout=timeout) as response:
        for line in response:
            if first is None and line.strip():
                first = time.monotonic() - started
    return first, time.monotonic() - started


def worker(options, until, answered, failed):
    while time.monotonic() < until:
        try:
            answered.append(ask(options.url.rstrip("/"), options.model, options.tokens, options.timeout))
        except (urllib.error.URLError, OSError) as error:
            failed.append(str(error))
            time.sleep(1)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="where the server is, without /v1")
    parser.add_argument("model", help="name under which it serves the model")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at the same time (%(default)s)")
    parser.add_argument("--seconds", type=float, default=300, help="how long (%(default)s)")
    parser.add_argument("--tokens", type=int, default=128, help="most tokens of an answer (%(default)s)")
    parser.add_argument("--timeout", type=float, default=120, help="seconds after which a request has failed (%(default)s)")
    options = parser.parse_args()

    answered, failed = [], []
    until = time.monotonic() + options.seconds
    threads = [threading.Thread(target=worker, args=(options, until, answered, failed)) for _ in range(options.concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    print(f"{len(answered)} answered, {len(failed)} failed, {len(answered) / options.seconds:.2f} a second")
    for name, values in (("first token", [first for first, _ in answered if first is not None]), ("whole answer", [whole for _, whole in answered])):
        if values:
            print(f"{name}: median {percentile(values, 0.5):.3f} s, p95 {percentile(values, 0.95):.3f} s, longest {max(values):.3f} s")
    for reason in sorted(set(failed))[:5]:
        print(f"failed {failed.count(reason)} times: {reason}")
    return 1 if failed or not answered else 0


if __name__ == "__main__":
    raise SystemExit(main())
