/** A toggle, and what has to be said with it so that nothing is left that needs it. */
export interface ToggleOff {
  readonly off: string;
  readonly also?: readonly string[];
}

/** Every toggle that is on by default, switched off. */
export const toggles: readonly ToggleOff[] = [
  { off: 'prometheus.enabled=false', also: ['opencost.enabled=false'] },
  { off: 'grafana.enabled=false' },
  { off: 'opensearch.enabled=false', also: ['fluentbit.enabled=false'] },
  { off: 'fluentbit.enabled=false' },
  { off: 'opencost.enabled=false' },
  { off: 'dcgm.enabled=false' },
  { off: 'neuron.enabled=false' },
  { off: 'monitors.enabled=false' },
  { off: 'dashboards.enabled=false' },
  { off: 'alerts.enabled=false' },
  { off: 'networkPolicies.enabled=false' },
];
