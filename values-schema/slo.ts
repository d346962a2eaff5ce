import { objectives, type Objective } from '../dashboards-src/signals/objectives.ts';
import { Type, section } from './define.ts';

type Number = { readonly default: number; readonly description: string };

/** `--set` gives numbers with a point as text. */
const share = (about: Number) => Type.Unsafe<number>({ anyOf: [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, { type: 'string', pattern: '^0[.][0-9]*[1-9][0-9]*$' }], ...about });
const time = (about: Number) => Type.Unsafe<number>({ anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'string', pattern: '^(0[.][0-9]*[1-9][0-9]*|[1-9][0-9]*([.][0-9]+)?)$' }], ...about });

const good = ({ objective }: Objective) => ({ objective: share({ default: objective, description: 'Share that must be good, over 30 days: above 0 and below 1.' }) });
const inTime = ({ seconds }: Objective & { readonly seconds: number }) => ({ seconds: time({ default: seconds, description: 'Longest time, in seconds, that is still good.' }) });
const about = ({ title, good: what }: Objective): string => `${title}. What counts as good: ${what}.`;

const [ttft, interToken, errors, availability] = objectives;

/** Service level objectives of the models that are served. */
export const slo = section('Service level objectives of each model that is served: the dashboard Inference shows them, and alerts tell when an error budget burns too fast.', {
  ttft: section(about(ttft), { ...good(ttft), ...inTime(ttft) }),
  interToken: section(about(interToken), { ...good(interToken), ...inTime(interToken) }),
  errors: section(about(errors), good(errors)),
  availability: section(about(availability), good(availability)),
});
