import { exporter, histogram, labelled } from './define.ts';
import { pushedLabels } from './pushed.ts';

/** What programs send by OpenTelemetry's conventions for generative AI, under the names that Prometheus' OTLP receiver makes of theirs: `gen_ai.client.token.usage` in `{token}`, durations in `s`. */
export const genAi = exporter({
  name: 'OpenTelemetry GenAI',
  version: '1.28 to 1.37',
  source: 'open-telemetry/semantic-conventions docs/gen-ai/gen-ai-metrics.md; names as in open-telemetry/otel-prometheus translation with suffixes, seen in Prometheus 3 (test/otlp)',
  toggle: 'otel',
  labels: pushedLabels,
  honorLabels: true,
  metrics: labelled(['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_system', 'gen_ai_request_model', 'gen_ai_response_model', 'server_address', 'server_port'], [
    histogram('gen_ai_client_token_usage', 'tokens', 'Tokens of a call, as its client counts them: read (input) or written (output).', { labels: ['gen_ai_token_type'] }),
    histogram('gen_ai_client_operation_duration_seconds', 'seconds', 'How long a call took, as its client saw it.', { labels: ['error_type'] }),
    histogram('gen_ai_server_request_duration_seconds', 'seconds', 'How long a request took in the server.', { labels: ['error_type'] }),
    histogram('gen_ai_server_time_to_first_token_seconds', 'seconds', 'Time until the first token of an answer.'),
    histogram('gen_ai_server_time_per_output_token_seconds', 'seconds', 'Time for each token after the first.'),
  ]),
});
