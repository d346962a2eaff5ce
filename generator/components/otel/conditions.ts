import { values } from '../../chart.ts';
import { and, isSet, or, type Condition } from '../../helm/index.ts';
import { speaksTls } from '../certificate.ts';
import { hasOpenSearch, takesSamples } from '../wiring.ts';

const { otel, fluentbit } = values;

/** What the collector takes: each has a pipeline only where there is a store. */
export const takesMetrics: Condition = and(otel.enabled, otel.metrics.enabled);
export const takesLogs: Condition = and(otel.enabled, otel.logs.enabled, fluentbit.enabled, hasOpenSearch);
export const hasXray: Condition = isSet(otel.traces.awsRegion);
export const takesTraces: Condition = and(otel.enabled, or(isSet(otel.traces.url), hasXray));

/** True where metrics have somewhere to go. */
export const hasMetricsStore: Condition = or(isSet(otel.metrics.url), takesSamples);

/** True where senders need TLS. */
export const speaksTlsToSenders: Condition = speaksTls(otel.tls);
