import { toggledDependency } from './define.ts';

const CONFIG = '/usr/share/opensearch/config';
const password = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: 'observability-opensearch-users', key } } });

/** opensearch.yml; what the chart sets by environment variables (names, discovery, roles) is not repeated here. */
const OPENSEARCH_YML = `# Without it vm.max_map_count would have to be raised on every node by a privileged container.
node.store.allow_mmap: false
cluster.default_number_of_replicas: {{ ternary 0 1 (eq (int .Values.replicas) 1) }}
plugins.security.ssl.transport.pemcert_filepath: tls/tls.crt
plugins.security.ssl.transport.pemkey_filepath: tls/tls.key
plugins.security.ssl.transport.pemtrustedcas_filepath: tls/ca.crt
plugins.security.ssl.transport.enforce_hostname_verification: false
plugins.security.ssl.http.enabled: true
plugins.security.ssl.http.pemcert_filepath: tls/tls.crt
plugins.security.ssl.http.pemkey_filepath: tls/tls.key
plugins.security.ssl.http.pemtrustedcas_filepath: tls/ca.crt
plugins.security.allow_unsafe_democertificates: false
plugins.security.allow_default_init_securityindex: true
plugins.security.nodes_dn: ["CN=observability-opensearch"]
plugins.security.restapi.roles_enabled: [all_access, security_rest_api_access]
`;

export const opensearch = toggledDependency(
  {
    description: 'OpenSearch, the store of the logs: values of the chart opensearch.',
    defaults: {
      fullnameOverride: 'observability-opensearch',
      masterService: '',
      clusterName: 'observability',
      singleNode: false,
      replicas: 1,
      config: { 'opensearch.yml': OPENSEARCH_YML },
      securityConfig: {
        path: `${CONFIG}/opensearch-security`,
        config: { securityConfigSecret: 'observability-opensearch-security', dataComplete: true },
      },
      secretMounts: [{ name: 'tls', secretName: 'observability-opensearch-tls', path: `${CONFIG}/tls` }],
      extraEnvs: [
        { name: 'DISABLE_INSTALL_DEMO_CONFIG', value: 'true' },
        password('OPENSEARCH_ADMIN_PASSWORD', 'admin-password'),
        password('OPENSEARCH_WRITER_PASSWORD', 'writer-password'),
        password('OPENSEARCH_READER_PASSWORD', 'reader-password'),
      ],
      opensearchJavaOpts: '-Xms1g -Xmx1g',
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
      persistence: { size: '100Gi', enableInitChown: false },
      podSecurityContext: { fsGroup: 1000, runAsUser: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 1000 },
    },
    notes: {
      fullnameOverride: 'Fixed, as this chart cannot compute the names of its Secrets: one release in a namespace.',
      masterService: 'Empty, so that the Service has the name above.',
      singleNode: 'A cluster of one node that can grow: raise `replicas` while the first node runs, and new indices get a copy.',
      securityConfig: 'Users, roles and mappings of this chart in place of the demo users of the image.',
      secretMounts: 'Certificates of this chart’s own authority, or of `credentials.opensearch.existingTlsSecret`.',
      'persistence.enableInitChown': 'Would run as root; fsGroup does the same.',
      'persistence.size': 'Needs a default StorageClass, or persistence.storageClass.',
    },
  },
  { default: true, description: 'OpenSearch with TLS and users of its own.' },
);
