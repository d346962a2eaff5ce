import { alerts } from './alerts.ts';
import { credentials } from './credentials.ts';
import { dashboards } from './dashboards.ts';
import { dcgm } from './dcgm.ts';
import { Type, type Static } from './define.ts';
import { external } from './external.ts';
import { fluentBitChart, fluentbit } from './fluentbit.ts';
import { global } from './global.ts';
import { grafana } from './grafana.ts';
import { hyperpod } from './hyperpod.ts';
import { logs } from './logs.ts';
import { mcp } from './mcp.ts';
import { monitors } from './monitors.ts';
import { networkPolicies } from './network-policies.ts';
import { neuron } from './neuron.ts';
import { opencost } from './opencost.ts';
import { opensearchExporter } from './opensearch-exporter.ts';
import { opensearch } from './opensearch.ts';
import { otel } from './otel.ts';
import { kubePrometheusStack, prometheus } from './prometheus.ts';
import { sagemaker } from './sagemaker.ts';
import { tests } from './tests.ts';

/** Every value of the chart, in the order in which a user meets them in values.yaml. */
export const schema = Type.Object(
  {
    global,
    prometheus,
    fluentbit,
    dcgm,
    neuron,
    monitors,
    hyperpod,
    dashboards,
    alerts,
    logs,
    opensearchExporter,
    mcp,
    otel,
    sagemaker,
    external,
    credentials,
    networkPolicies,
    tests,
    grafana,
    opensearch,
    opencost,
    'kube-prometheus-stack': kubePrometheusStack,
    'fluent-bit': fluentBitChart,
  },
  { additionalProperties: false, description: 'Values of the chart observability.' },
);

export type Values = Static<typeof schema>;
