/** What a family's indices live by, in the words of Index State Management. */
export interface Lifetime {
  readonly family: string;
  readonly retention: string;
  readonly rolloverSize: string;
  readonly rolloverAge: string;
}

const RETRY = { count: 3, backoff: 'exponential', delay: '10m' };

/**
 * Policy of a family: its index takes lines until it is large or old enough, is kept, and deleted. Retention counts from the rollover (`min_rollover_age`), that is from the newest line,
 * where `min_index_age` would count from the oldest. States and their actions stay the same in every version of the chart, which lets OpenSearch apply a change at once (index-management, `Policy.isSafeToChange`).
 */
export const policy = ({ family, retention, rolloverSize, rolloverAge }: Lifetime) => ({
  policy: {
    description: `Lines of ${family}: a new index at ${rolloverSize} or ${rolloverAge}, deleted ${retention} later.`,
    default_state: 'write',
    states: [
      {
        name: 'write',
        actions: [{ retry: RETRY, rollover: { min_primary_shard_size: rolloverSize, min_index_age: rolloverAge } }],
        transitions: [{ state_name: 'keep' }],
      },
      { name: 'keep', actions: [], transitions: [{ state_name: 'delete', conditions: { min_rollover_age: retention } }] },
      { name: 'delete', actions: [{ retry: RETRY, delete: {} }], transitions: [] },
    ],
    ism_template: [{ index_patterns: [`${family}-0*`], priority: 100 }],
  },
});
