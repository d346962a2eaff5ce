import type { Confidence } from '../findings.ts';
import type { CauseName, Suspicion } from './suspicion.ts';

/** What most likely holds the GPUs up, and what else was seen. */
export interface Verdict {
  readonly cause: string;
  readonly main: Suspicion;
  readonly also: readonly Suspicion[];
  readonly confidence: Confidence;
}

/** What makes data come late: with a job that says it waits for data they are one cause, not two. */
const behindInput: readonly CauseName[] = ['storage bound', 'CPU bound'];

/** What everything else may follow from: a GPU that is slow makes all others wait. */
const first: readonly CauseName[] = ['throttling', 'straggler'];

/** What is concluded from what is not there: believed only where nothing else speaks. */
const last: readonly CauseName[] = ['outside of steps', 'small batch', 'few requests'];

const combined = (one: Suspicion, other: Suspicion): Suspicion => ({
  ...other, cause: one.cause, own: true, says: `${one.says}; ${other.says}`, evidence: [...one.evidence, ...other.evidence], runbooks: [...new Set([...one.runbooks, ...other.runbooks])],
});

const verdict = (main: Suspicion, also: readonly Suspicion[], confidence: Confidence): Verdict => ({ cause: `${main.cause}: ${main.says}`, main, also, confidence });

/**
 * One cause of all that were seen, or none. Two certain causes are never claimed: where several speak, the one that the workload or its own GPUs show is taken, with less confidence,
 * and the others are told beside it.
 */
export function decide(suspicions: readonly Suspicion[]): Verdict | undefined {
  const of = (name: CauseName): Suspicion | undefined => suspicions.find(({ cause }) => cause === name);
  const without = (...told: readonly (Suspicion | undefined)[]): Suspicion[] => suspicions.filter((one) => !told.includes(one) && !last.includes(one.cause));

  const input = of('input bound');
  if (input) {
    const behind = suspicions.filter(({ cause }) => behindInput.includes(cause));
    if (behind.length === 1) return verdict(combined(input, behind[0]!), without(input, ...behind), { level: 'high', reason: 'the job says that it waits for data, and its nodes show why' });
    if (behind.length > 1) return verdict(input, without(input), { level: 'high', reason: 'the job says that it waits for data; its nodes show more than one reason' });
    return verdict(input, without(input), { level: 'high', reason: 'the job says so itself' });
  }
  const hardware = first.map(of).find((one) => one !== undefined);
  if (hardware) {
    const both = first.map(of).filter((one) => one !== undefined);
    const [main, other] = both as [Suspicion, Suspicion?];
    const alone = other ? combined(main, other) : main;
    return verdict(alone, without(...both), main.own || other ? { level: 'high', reason: 'measured on its own GPUs' } : { level: 'medium', reason: 'measured on its nodes' });
  }
  const onNodes = without();
  const [main] = onNodes;
  if (main) {
    return onNodes.length === 1
      ? verdict(main, [], { level: 'medium', reason: 'its nodes show it, and nothing else; the job itself does not say what it waits for' })
      : verdict(main, onNodes.slice(1), { level: 'low', reason: `its nodes show ${onNodes.length} things that may hold it up, and the job itself does not say what it waits for` });
  }
  const left = last.map(of).find((one) => one !== undefined);
  return left && verdict(left, [], left.cause === 'small batch' ? { level: 'medium', reason: 'nothing else holds it up that is measured' } : { level: 'high', reason: 'measured, and nothing else holds it up' });
}
