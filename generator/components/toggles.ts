import type { Toggle } from '../../dashboards-src/catalogue/define.ts';
import type { Needs } from '../../dashboards-src/requirements.ts';
import { sources, type MonitorName } from '../../values-schema/monitors.ts';
import { values } from '../chart.ts';
import { and, or, type Condition } from '../helm/index.ts';
import { hasCloudWatch, hasGrafana, hasOpenSearch, hasPrometheus } from './wiring.ts';

/** When what a signal, a panel or an alert needs is there: a component of this release, or one that is brought. */
export const present: Readonly<Record<Toggle, Condition>> = {
  prometheus: hasPrometheus,
  grafana: hasGrafana,
  opensearch: hasOpenSearch,
  opensearchExporter: and(values.opensearchExporter.enabled, hasOpenSearch),
  fluentbit: values.fluentbit.enabled,
  opencost: values.opencost.enabled,
  dcgm: values.dcgm.enabled,
  neuron: values.neuron.enabled,
  otel: values.otel.enabled,
  sagemaker: values.sagemaker.enabled,
  cloudwatch: hasCloudWatch,
  ...(Object.fromEntries([...sources.map(({ name }) => name), 'annotated' as const].map(name => [name, values.monitors[name].enabled])) as Record<MonitorName, Condition>),
};

/** True where what is needed is there; nothing if nothing is. */
export function met(needs: Needs): Condition | undefined {
  const [first, ...rest] = needs.map(anyOf => {
    const [only, ...others] = anyOf.map(toggle => present[toggle]);
    return only && others.length ? or(only, ...others) : only!;
  });
  return first && (rest.length ? and(first, ...rest) : first);
}
