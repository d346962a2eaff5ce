/** A user that the bootstrap Job makes, and the one role that it has. */
export interface User {
  /** Its name in the store of this release, and the beginning of its password's key. */
  readonly who: 'writer' | 'reader' | 'monitor' | 'janitor';
  readonly description: string;
  readonly role: string;
}

/** A role of the security plugin. */
export interface Role {
  readonly description: string;
  readonly cluster_permissions: readonly string[];
  readonly index_permissions: readonly { readonly index_patterns: readonly string[] | Families; readonly allowed_actions: readonly string[] }[];
}

/** Stands for the patterns of all families, which only Helm knows. */
export type Families = 'families' | 'families and restored';

/**
 * Who may do what, no more than each needs.
 * Actions are those that OpenSearch 3.4 asks for (test/logs/access.test.ts); ISM's explain leaves out indices that the asking user may not manage, so the monitor may, and cannot change them without another permission.
 */
export const roles: Readonly<Record<string, Role>> = {
  logs_writer: {
    description: 'Adds lines to the families of logs. Makes no index: one that took the place of an alias would never be rolled over.',
    cluster_permissions: ['indices:data/write/bulk'],
    index_permissions: [{ index_patterns: 'families', allowed_actions: ['indices:data/write/bulk*', 'indices:data/write/index'] }],
  },
  logs_reader: {
    description: 'Searches the families of logs, and what was restored of them.',
    cluster_permissions: ['cluster_composite_ops_ro', 'cluster_monitor', 'cluster:admin/opensearch/ppl'],
    index_permissions: [
      {
        index_patterns: 'families and restored',
        allowed_actions: ['indices:data/read/*', 'indices:admin/mappings/get', 'indices:admin/mappings/fields/get*', 'indices:admin/get', 'indices:admin/aliases/get', 'indices:admin/resolve/index', 'indices:monitor/*'],
      },
    ],
  },
  logs_monitor: {
    description: 'Asks how the store is, and reads no line.',
    cluster_permissions: [
      'cluster_monitor',
      'cluster:admin/opendistro/ism/managedindex/explain',
      'cluster:admin/opensearch/snapshot_management/policy/explain',
      'cluster:admin/opensearch/snapshot_management/policy/get',
      'cluster:admin/opensearch/snapshot_management/policy/search',
      'cluster:admin/repository/get',
      'cluster:admin/snapshot/get',
    ],
    index_permissions: [
      { index_patterns: ['*'], allowed_actions: ['indices:monitor/*', 'indices:admin/aliases/get', 'indices:admin/get'] },
      { index_patterns: 'families', allowed_actions: ['indices:admin/opensearch/ism/managedindex'] },
    ],
  },
  logs_janitor: {
    description: 'Deletes the oldest indices of the families of logs where they take too much room, and reads no line.',
    cluster_permissions: ['cluster_monitor'],
    index_permissions: [{ index_patterns: 'families', allowed_actions: ['indices:admin/delete', 'indices:admin/aliases/get', 'indices:monitor/*'] }],
  },
};

export const users: readonly User[] = [
  { who: 'writer', description: 'Fluent Bit.', role: 'logs_writer' },
  { who: 'reader', description: 'Grafana and MCP servers.', role: 'logs_reader' },
  { who: 'monitor', description: 'The exporter.', role: 'logs_monitor' },
  { who: 'janitor', description: 'The CronJob that keeps sizes.', role: 'logs_janitor' },
];
