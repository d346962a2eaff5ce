import { dump } from 'js-yaml';
import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../chart.ts';
import { Template, describe, go, helper, includeMap, not, isSet, onlyWhen, type Templates } from '../helm/index.ts';
import { fixedNames, labelsOf } from './names.ts';
import { keep, passwordOf } from './secrets.ts';

const COMPONENT = 'opensearch';
const { openSearch, openSearchSecurity, openSearchTls, openSearchUsers } = fixedNames;

/** 10 years: a certificate of the chart's own authority must not end before somebody looks. */
const DAYS = 3650;

/**
 * Java reads PKCS#8 only, Sprig makes SEC1 ("EC PRIVATE KEY", RFC 5915). A P-256 key of Go is always 121 bytes long, so
 * the header of RFC 5208 before it is always the same.
 */
const PKCS8_HEADER = 'MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHk=';

const pkcs8 = helper(
  `${chartInfo.name}.pkcs8`,
  'A private key in the form that Java reads (PKCS#8), from the one that Helm makes (SEC1, P-256).',
  go`{{- $der := regexReplaceAll "-----[A-Z ]+-----|\\s" . "" | b64dec -}}
{{- if ne (len $der) 121 }}{{ fail (printf "observability: this Helm makes elliptic-curve keys of %d bytes, 121 were expected: set credentials.opensearch.existingTlsSecret=${openSearchTls} and make that Secret yourself" (len $der)) }}{{ end -}}
-----BEGIN PRIVATE KEY-----
{{ regexReplaceAll "(.{64})" (printf "%s%s" (b64dec "${PKCS8_HEADER}") $der | b64enc) "${'${1}'}\n" | trim }}
-----END PRIVATE KEY-----
`,
);

const tls = helper(
  `${chartInfo.name}.openSearchTls`,
  'Certificates of OpenSearch for `data` of a Secret: those that the Secret has, or new ones of an authority of their own.',
  go`{{- $secret := lookup "v1" "Secret" .Release.Namespace "${openSearchTls}" | default dict -}}
{{- $data := $secret.data | default dict -}}
{{- if and (index $data "ca.crt") (index $data "tls.crt") (index $data "tls.key") -}}
{{- pick $data "ca.crt" "tls.crt" "tls.key" | toYaml -}}
{{- else -}}
{{- $name := "${openSearch}" -}}
{{- $names := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) (printf "*.%s-headless" $name) (printf "*.%s-headless.%s.svc.cluster.local" $name .Release.Namespace) "localhost" -}}
{{- $ca := genCAWithKey "observability-opensearch-ca" ${DAYS} (genPrivateKey "ecdsa") -}}
{{- $key := genPrivateKey "ecdsa" -}}
{{- $certificate := genSignedCertWithKey $name (list "127.0.0.1") $names ${DAYS} $ca $key -}}
ca.crt: {{ $ca.Cert | b64enc }}
tls.crt: {{ $certificate.Cert | b64enc }}
tls.key: {{ include ${pkcs8} $key | b64enc }}
{{- end -}}`,
);

const meta = (type: string) => ({ _meta: { type, config_version: 2 } });
const yaml = (value: unknown): string => dump(value, { lineWidth: -1 });

/** A user of ours: OpenSearch hashes the password itself, from its environment, so that no hash changes from render to render. */
const user = (variable: string, description: string, roles: string[] = []) => ({ hash: `\${envbc.${variable}}`, reserved: true, description, backend_roles: roles });

const LOGS = ['logs-*', 'ml-training*', 'ml-inference*', 'ml-system*', 'apps*'];

/** Files of the security plugin, read once when its index is made (opensearch-project/security, ConfigurationRepository). */
const securityFiles = {
  'config.yml': {
    ...meta('config'),
    config: {
      dynamic: {
        http: { anonymous_auth_enabled: false },
        authc: { basic: { http_enabled: true, transport_enabled: true, order: 0, http_authenticator: { type: 'basic', challenge: true }, authentication_backend: { type: 'intern' } } },
      },
    },
  },
  'internal_users.yml': {
    ...meta('internalusers'),
    admin: user('OPENSEARCH_ADMIN_PASSWORD', 'For people and for maintenance.', ['admin']),
    writer: user('OPENSEARCH_WRITER_PASSWORD', 'Fluent Bit.'),
    reader: user('OPENSEARCH_READER_PASSWORD', 'Grafana and MCP servers.'),
  },
  'roles.yml': {
    ...meta('roles'),
    logs_writer: {
      cluster_permissions: ['cluster_composite_ops', 'cluster_monitor'],
      index_permissions: [{ index_patterns: LOGS, allowed_actions: ['create_index', 'indices:data/write/*', 'indices:admin/mapping/put'] }],
    },
    logs_reader: {
      cluster_permissions: ['cluster_composite_ops_ro', 'cluster_monitor', 'cluster:admin/opensearch/ppl'],
      index_permissions: [
        { index_patterns: LOGS, allowed_actions: ['indices:data/read/*', 'indices:admin/mappings/get', 'indices:admin/get', 'indices:admin/resolve/index', 'indices:monitor/settings/get', 'indices:monitor/stats'] },
      ],
    },
  },
  'roles_mapping.yml': {
    ...meta('rolesmapping'),
    all_access: { reserved: true, backend_roles: ['admin'] },
    logs_writer: { users: ['writer'] },
    logs_reader: { users: ['reader'] },
  },
  'action_groups.yml': meta('actiongroups'),
  'tenants.yml': meta('tenants'),
  'nodes_dn.yml': meta('nodesdn'),
};

/** Users, roles and certificates of OpenSearch. */
export function opensearch(templates: Templates): void {
  const template = new Template(templates, 'opensearch', {
    about: 'Users, roles and certificates of OpenSearch, in place of the demo ones of its image.',
    source: 'generator/components/opensearch.ts',
    when: values.opensearch.enabled,
  });
  const { existingSecret, existingTlsSecret } = values.credentials.opensearch;
  const metadata = (name: string) => ({ name, labels: labelsOf(COMPONENT), annotations: keep });

  const users = onlyWhen(template, 'users', not(isSet(existingSecret)));
  describe(
    new k8s.KubeSecret(users, 'secret', {
      metadata: metadata(openSearchUsers),
      type: 'Opaque',
      data: Object.fromEntries(['admin-password', 'writer-password', 'reader-password'].map(key => [key, passwordOf(openSearchUsers, key)])),
    }),
    'Made on the first install and kept.',
  );
  const certificates = onlyWhen(template, 'certificates', not(isSet(existingTlsSecret)));
  describe(
    new k8s.KubeSecret(certificates, 'tls', { metadata: metadata(openSearchTls), type: 'Opaque', data: includeMap(tls) }),
    'Made on the first install and kept. To renew, delete it, run helm upgrade and restart OpenSearch and Fluent Bit.',
  );
  describe(
    new k8s.KubeSecret(template, 'security', {
      metadata: { name: openSearchSecurity, labels: labelsOf(COMPONENT) },
      type: 'Opaque',
      stringData: Object.fromEntries(Object.entries(securityFiles).map(([file, content]) => [file, yaml(content)])),
    }),
    'Holds no password: OpenSearch takes them from its environment and hashes them.',
  );
}

