/** Value of the label `via` of series that came by OTLP; the collector sets it, with the identity of the sender. */
export const pushedBy = 'otlp';

/** Labels that every such series can have: of the collector (generator/components/otel/config.ts), and job and instance as Prometheus makes them of `service.*`. What programs add besides is theirs. */
export const pushedLabels = ['cluster', 'node', 'namespace', 'pod', 'container', 'via', 'job', 'instance'] as const;
