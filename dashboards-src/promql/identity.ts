/** Labels that can tell series apart; what others say follows from them. */
const NAMES_A_SERIES = new Set(['cluster', 'node', 'gpu', 'GPU_I_ID', 'namespace', 'pod', 'workload', 'queue', 'model']);

/** What follows from a label: a GPU has one holder, a pod one node and one owner, a workload one queue. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  gpu: ['namespace', 'pod', 'workload', 'queue'],
  pod: ['node', 'workload', 'queue'],
  workload: ['queue'],
};

/** The labels among `labels` that tell the series of an aggregation, or of a recorded signal, apart. */
export function identity(labels: ReadonlySet<string>): ReadonlySet<string> {
  const following = new Set([...labels].flatMap((label) => FOLLOWS[label] ?? []));
  return new Set([...labels].filter((label) => NAMES_A_SERIES.has(label) && !following.has(label)));
}
