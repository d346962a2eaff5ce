"""A program that reports by OpenTelemetry's conventions for generative AI: what a server and what a client counts."""

import time

from otlp_metrics import meter

own = meter("answers")
asked = {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "m", "gen_ai.response.model": "m", "server.address": "m.example.com", "server.port": 443}
tokens = own.create_histogram("gen_ai.client.token.usage", unit="{token}")
durations = [own.create_histogram(f"gen_ai.{name}", unit="s") for name in ("client.operation.duration", "server.request.duration", "server.time_to_first_token", "server.time_per_output_token")]
while True:
    tokens.record(128, {**asked, "gen_ai.token.type": "output"})
    for duration in durations:
        duration.record(0.5, asked)
    time.sleep(1)
