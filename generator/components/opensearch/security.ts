import { dump } from 'js-yaml';

const meta = (type: string) => ({ _meta: { type, config_version: 2 } });
const yaml = (value: unknown): string => dump(value, { lineWidth: -1 });

/**
 * Files of the security plugin, read once when its index is made (opensearch-project/security, ConfigurationRepository): who logs in at all, and the admin.
 * All other users and roles come from the bootstrap Job, which keeps them in step. OpenSearch hashes the password itself, from its environment, so that no hash changes from render to render.
 */
const contents: Readonly<Record<string, object>> = {
  'config.yml': {
    ...meta('config'),
    config: {
      dynamic: {
        http: { anonymous_auth_enabled: false },
        authc: { basic: { http_enabled: true, transport_enabled: true, order: 0, http_authenticator: { type: 'basic', challenge: true }, authentication_backend: { type: 'intern' } } },
      },
    },
  },
  'internal_users.yml': { ...meta('internalusers'), admin: { hash: '${envbc.OPENSEARCH_ADMIN_PASSWORD}', reserved: true, description: 'For people and for maintenance.', backend_roles: ['admin'] } },
  'roles.yml': meta('roles'),
  'roles_mapping.yml': { ...meta('rolesmapping'), all_access: { reserved: true, backend_roles: ['admin'] } },
  'action_groups.yml': meta('actiongroups'),
  'tenants.yml': meta('tenants'),
  'nodes_dn.yml': meta('nodesdn'),
};

/** File name → text. */
export const securityFiles: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(contents).map(([file, content]) => [file, yaml(content)]));
