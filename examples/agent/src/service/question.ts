import type { Limits } from '../agent/limits.ts';
import type { Scope } from '../census.ts';
import { secondsOf } from '../duration.ts';

/** What a caller asks. */
export interface Question {
  readonly question: string;
  readonly scope: Scope;
  /** Seconds to look back. */
  readonly since: number;
  readonly conversation?: string;
}

const shortest = 300, longest = 7 * 86_400;
const name = /^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;
const known = ['question', 'cluster', 'namespace', 'workload', 'since', 'conversation'];

/** Reads the body of `POST /prompt`; a text says what is wrong with it. */
export function questionOf(body: string, { questionLength }: Pick<Limits, 'questionLength'>): Question | string {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(body) as Record<string, unknown>;
  } catch {
    return 'the body is no JSON; send {"question": "…", "namespace": "…"}';
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'the body is no object; send {"question": "…"}';
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) return `"${unknown.slice(0, 40)}" is not known; there are ${known.join(', ')}`;
  const wrong = known.find((key) => given[key] !== undefined && typeof given[key] !== 'string');
  if (wrong) return `"${wrong}" is no text`;
  const { question = '', cluster, namespace, workload, since = '1h', conversation } = given as Readonly<Record<string, string | undefined>>;
  if (!question.trim()) return '"question" is empty; ask something';
  if (question.length > questionLength) return `"question" is longer than ${questionLength} characters`;
  const bad = Object.entries({ cluster, namespace, workload }).find(([, value]) => value !== undefined && !name.test(value));
  if (bad) return `"${bad[0]}" is no name of Kubernetes`;
  if (workload !== undefined && namespace === undefined) return '"workload" needs "namespace": workloads of several namespaces may have one name';
  const seconds = secondsOf(since);
  if (!seconds || seconds < shortest || seconds > longest) return '"since" is no length of time from 5m to 7d';
  return {
    question, since: seconds, ...(conversation !== undefined && { conversation }),
    scope: { ...(cluster !== undefined && { cluster }), ...(namespace !== undefined && { namespace }), ...(workload !== undefined && { workload }) },
  };
}
