/**
 * What index-management takes, as its parsers have it (opensearch-project/index-management, main of August 2026: State.kt, Transition.kt, RolloverAction.kt, ActionRetry.kt, ISMTemplate.kt, SMPolicy.kt):
 * a name that they do not know is refused. Only what this chart could use is here.
 */
const DURATION = { type: 'string', pattern: '^[0-9]+(d|h|m|s|ms|micros|nanos)$' };
const SIZE = { type: 'string', pattern: '^[0-9]+(b|kb|mb|gb|tb|pb)$' };
const only = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required, additionalProperties: false });

const retry = only({ count: { type: 'integer', minimum: 0 }, backoff: { enum: ['exponential', 'constant', 'linear'] }, delay: DURATION }, ['count']);
const action = {
  ...only({
    retry,
    timeout: DURATION,
    rollover: { ...only({ min_size: SIZE, min_doc_count: { type: 'integer', minimum: 1 }, min_index_age: DURATION, min_primary_shard_size: SIZE, copy_alias: { type: 'boolean' } }), minProperties: 1 },
    delete: only({}),
  }),
  anyOf: [{ required: ['rollover'] }, { required: ['delete'] }],
};
const transition = only({ state_name: { type: 'string' }, conditions: { ...only({ min_index_age: DURATION, min_doc_count: { type: 'integer' }, min_size: SIZE, min_rollover_age: DURATION }), maxProperties: 1 } }, ['state_name']);
const state = only({ name: { type: 'string' }, actions: { type: 'array', items: action }, transitions: { type: 'array', items: transition } }, ['name', 'actions', 'transitions']);

export const policySchema = only(
  {
    policy: only(
      {
        description: { type: 'string' },
        default_state: { type: 'string' },
        states: { type: 'array', items: state, minItems: 1 },
        ism_template: { type: 'array', items: only({ index_patterns: { type: 'array', items: { type: 'string', pattern: '^[a-z0-9*.-]+$' }, minItems: 1 }, priority: { type: 'integer', minimum: 0 } }, ['index_patterns']) },
      },
      ['description', 'default_state', 'states'],
    ),
  },
  ['policy'],
);

const schedule = only({ cron: only({ expression: { type: 'string', pattern: '^(\\S+ ){4}\\S+$' }, timezone: { type: 'string' } }, ['expression', 'timezone']) }, ['cron']);

export const snapshotPolicySchema = only(
  {
    description: { type: 'string' },
    creation: only({ schedule, time_limit: DURATION }, ['schedule']),
    deletion: only({ schedule, time_limit: DURATION, condition: only({ max_age: DURATION, max_count: { type: 'integer' }, min_count: { type: 'integer' } }) }, ['condition']),
    snapshot_config: {
      ...only({ repository: { type: 'string', minLength: 1 }, indices: { type: 'string' }, ignore_unavailable: { type: 'boolean' }, include_global_state: { type: 'boolean' }, partial: { type: 'boolean' }, date_format: { type: 'string' } }, ['repository']),
    },
  },
  ['snapshot_config'],
);
