import { objectives, type Objective } from '../signals/objectives.ts';
import { sloBurn, sloEvents, type Window } from '../signals/slo.ts';
import { alert, type Alert, type AlertGroup, type Runbook } from './define.ts';

const model = 'Model {{ $labels.model }} ({{ $labels.namespace }})';

const burns = (slo: Objective['slo'], window: Window): string => `${sloBurn.name}{slo="${slo}", window="${window}"}`;

/** Both windows must burn: the long one says that it matters, the short one that it still goes on. */
const both = (slo: Objective['slo'], long: Window, short: Window, factor: string): string =>
  `${burns(slo, long)} > ${factor} and ignoring (window) ${burns(slo, short)} > ${factor}`;

/** With hardly any requests one bad answer is a large share; time always passes. */
const MINIMUM_PER_SECOND = 0.01;
const enough = (slo: Objective['slo'], window: Window): string =>
  (slo === 'availability' ? '' : `\nand on (cluster, namespace, model) avg_over_time(${sloEvents.name}{slo="${slo}"}[${window}]) > ${MINIMUM_PER_SECOND}`);

/** What is known of an objective beside its numbers: its alerts, and what to do. */
interface Told {
  readonly alert: string;
  readonly bad: string;
  readonly runbook: Pick<Runbook, 'impact' | 'diagnosis' | 'mitigation'>;
}

const told: Readonly<Record<Objective['slo'], Told>> = {
  ttft: {
    alert: 'InferenceFirstTokenBudget',
    bad: 'requests wait too long for their first token',
    runbook: {
      impact: 'Users wait before an answer begins, and some give up. What is left of the error budget of 30 days shrinks.',
      diagnosis: 'On *Inference* with this model chosen: does *Requests waiting* show a queue that grows (too few replicas), do *Where the time of a request goes* and *Length of prompts* show long prefills, did *Prefix cache hits* fall, is one replica of *Replicas* apart from the others? *GPUs behind the models*: are they slowed down, or shared with something else?',
      mitigation: 'Queue: add replicas, or limit requests at the gateway. Prefill: chunked prefill, shorter prompts, replicas that share prefixes. One slow replica: delete its pod. If the objective asks for more than users need, change `alerts.slo.ttft`.',
    },
  },
  interToken: {
    alert: 'InferenceInterTokenBudget',
    bad: 'answers go on too slowly',
    runbook: {
      impact: 'Answers are written more slowly than promised, and each request keeps its place for longer, so that others wait.',
      diagnosis: 'On *Inference* with this model chosen: did the batch grow (*Requests running*), are requests put back (*Requests put back*), do long prompts come in between? *GPUs behind the models* and *GPU health*: throttling, a slow GPU, or bandwidth at its limit?',
      mitigation: 'Limit the sequences in a batch, use chunked prefill, or add replicas. Move the pod away from a GPU that is slowed down. If the objective asks for more than users need, change `alerts.slo.interToken`.',
    },
  },
  errors: {
    alert: 'InferenceErrorBudget',
    bad: 'requests fail by the server\'s fault',
    runbook: {
      impact: 'Users get errors instead of answers.',
      diagnosis: 'On *Inference* with this model chosen: *Why requests end* tells the reason. Overloaded or REJECTED: too many requests. Error, BACKEND or 5xx: the logs of the pods. Did a new version start when it began? *GPU health*: an Xid on a GPU of the model?',
      mitigation: 'Go back to the version before, restart the replica that fails, or add replicas where requests are turned away.',
    },
  },
  availability: {
    alert: 'InferenceAvailabilityBudget',
    bad: 'no replica serves the model',
    runbook: {
      impact: 'Every request for the model fails for as long as this goes on.',
      diagnosis: '`kubectl -n NAMESPACE get pods` of the workload: pending (no GPU free: *GPU fleet*, *Queues*), crashing (logs), or loading the model? The dashboard *Tasks* shows the pods and their restarts.',
      mitigation: 'Free or add a GPU node, go back to the version before, or raise the time that the startup probe gives for loading. Keep two replicas on different nodes.',
    },
  },
};

interface Speed {
  readonly end: 'Fast' | 'Slow';
  readonly tier: Alert['tier'];
  readonly factor: number;
  readonly about: string;
  readonly meaning: string;
  expr(slo: Objective['slo'], factor: string): string;
}

/** Google, The Site Reliability Workbook, chapter 5: 2 % of the budget in an hour, 5 % in six hours, 10 % in three days. */
const speeds: readonly Speed[] = [
  {
    end: 'Fast', tier: 'critical', factor: 14.4,
    about: 'Burn over 1 h and 5 m, as a multiple of what the objective allows. (Over 6 h and 30 m it fires at 6 in any case.)',
    meaning: 'In the last hour more than 2 % of the error budget of 30 days is gone, or in the last six hours more than 5 %: at this rate it is used up within two to five days.',
    expr: (slo, factor) => `(${both(slo, '1h', '5m', factor)})\nor\n(${both(slo, '6h', '30m', '6')})`,
  },
  {
    end: 'Slow', tier: 'warning', factor: 1,
    about: 'Burn over 3 d and 6 h, as a multiple of what the objective allows.',
    meaning: 'Over the last three days the budget went faster than the objective allows: it will be used up before its 30 days are over.',
    expr: (slo, factor) => both(slo, '3d', '6h', factor),
  },
];

const budget = ({ slo, title, good }: Objective, { end, tier, factor, about, meaning, expr }: Speed): Alert => alert({
  name: `${told[slo].alert}${end}`,
  tier,
  for: end === 'Fast' ? '2m' : '1h',
  requires: [],
  dashboard: 'inference',
  threshold: { default: factor, unit: 'count', description: about },
  expr: (threshold) => `max without (window) (\n${expr(slo, threshold)}\n)${enough(slo, end === 'Fast' ? '1h' : '6h')}`,
  summary: `${model}: ${told[slo].bad}`,
  description: `${model} in cluster {{ $labels.cluster }} uses up the error budget of "${title}" {{ $value | printf "%.1f" }} times as fast as its objective allows. What counts as good: ${good}.`,
  runbook: { meaning: `${meaning} The objective and its bound are set by \`alerts.slo.${slo}\`.`, ...told[slo].runbook },
});

export const sloAlerts: AlertGroup = { name: 'observability.slo.alerts', dashboard: 'inference', alerts: objectives.flatMap((one) => speeds.map((speed) => budget(one, speed))) };
