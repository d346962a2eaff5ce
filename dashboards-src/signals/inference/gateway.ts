import { levels, signal, type Source } from '../define.ts';

/** What stands before the servers of a model, as the label `gateway` names it. */
interface Gateway {
  readonly name: 'vllm-router' | 'llm-d';
  readonly toggle: 'router' | 'gateway';
  /** The label that names the model. */
  readonly model: string;
  readonly requests: string;
  readonly errors: string;
}

/** llm-d has called its metrics three ways: 0.8, 0.9 and since then. */
const llmd = (prefix: string): Gateway => ({ name: 'llm-d', toggle: 'gateway', model: 'model_name', requests: `${prefix}request_total`, errors: `${prefix}request_error_total` });

const gateways: readonly Gateway[] = [
  { name: 'vllm-router', toggle: 'router', model: 'model', requests: 'vllm:num_incoming_requests_total', errors: 'vllm:request_errors_total' },
  llmd('llm_d_router_epp_'),
  llmd('llm_d_epp_'),
  llmd('inference_objective_'),
];

const rate = ({ name, model }: Gateway, metric: string): string =>
  `sum by (${[...levels.model, 'gateway'].join(', ')}) (label_replace(label_replace(rate(${metric}[5m]), "model", "$1", "${model}", "(.+)"), "gateway", "${name}", "", ""))`;

const sources = (expr: (gateway: Gateway) => string): Source[] => gateways.map((gateway) => ({ toggle: gateway.toggle, expr: expr(gateway) }));

export const gatewayRequests = signal({
  name: 'model:gateway_requests:rate5m',
  title: 'Requests at the gateway',
  unit: 'requests/second',
  description: 'Requests that reached the gateway before the servers. More than the servers end: requests wait or are lost on the way.',
  better: 'neither',
  sources: sources((gateway) => rate(gateway, gateway.requests)),
  by: ['gateway'],
});

export const gatewayErrors = signal({
  name: 'model:gateway_errors:ratio',
  title: 'Requests that fail at the gateway',
  unit: 'ratio',
  description: 'Share of the requests that the gateway answered with an error. If the servers show no errors, the gateway found no healthy server, or none with room.',
  better: 'lower',
  thresholds: { warning: 0.01, critical: 0.05 },
  sources: sources((gateway) => `(${rate(gateway, gateway.errors)} or ${rate(gateway, gateway.requests)} * 0)\n/ (${rate(gateway, gateway.requests)} > 0)`),
  by: ['gateway'],
});
