/** The collector, as its objects and its job are called. */
export const COMPONENT = 'otel-collector';
/** What the Secret is called after that holds the token of senders. */
export const TOKEN_COMPONENT = 'otel-token';

/** Ports of the collector: OTLP by gRPC and HTTP, its own metrics, and whether it is well. */
export const PORTS = { grpc: 4317, http: 4318, metrics: 8888, health: 13133 } as const;

/** Where its pod keeps what it needs; the name of the file is `relay.yaml` in the image's own charts too. */
export const CONFIG = '/etc/otel/relay.yaml';
export const TOKEN = '/etc/otel-token/token';
export const CERTIFICATE = '/etc/otel-tls';
export const QUEUE = '/var/lib/otel';

/** Port of Fluent Bit at which the collector hands lines over, on every node. */
export const LINES_PORT = 4320;
/** Service of that port. */
export const LINES = 'fluent-bit-otlp';
