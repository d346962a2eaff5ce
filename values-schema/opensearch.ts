import { toggledDependency } from './define.ts';
import { SNAPSHOT_PATH } from './logs/snapshots.ts';

const CONFIG = '/usr/share/opensearch/config';

/** opensearch.yml; what the chart sets by environment variables (names, discovery, roles) is not repeated here. */
const OPENSEARCH_YML = `# Without it vm.max_map_count would have to be raised on every node by a privileged container.
node.store.allow_mmap: false
cluster.default_number_of_replicas: {{ ternary 0 1 (eq (int .Values.replicas) 1) }}
path.repo: ["${SNAPSHOT_PATH}"]
# At low no more copies are put there, at high shards move away, at flood_stage indices take no more lines until there is room again.
cluster.routing.allocation.disk.watermark.low: 85%
cluster.routing.allocation.disk.watermark.high: 90%
cluster.routing.allocation.disk.watermark.flood_stage: 95%
plugins.security.ssl.transport.pemcert_filepath: tls/tls.crt
plugins.security.ssl.transport.pemkey_filepath: tls/tls.key
plugins.security.ssl.transport.pemtrustedcas_filepath: tls/ca.crt
plugins.security.ssl.transport.enforce_hostname_verification: false
plugins.security.ssl.http.enabled: true
plugins.security.ssl.http.pemcert_filepath: tls/tls.crt
plugins.security.ssl.http.pemkey_filepath: tls/tls.key
plugins.security.ssl.http.pemtrustedcas_filepath: tls/ca.crt
plugins.security.ssl.certificates_hot_reload.enabled: true
plugins.security.allow_unsafe_democertificates: false
plugins.security.allow_default_init_securityindex: true
# The index with the hashes of passwords is for the admin's certificate only.
plugins.security.system_indices.enabled: true
plugins.security.nodes_dn: ["CN=observability-opensearch"]
plugins.security.authcz.admin_dn: ["CN=observability-opensearch-admin"]
plugins.security.restapi.roles_enabled: [all_access, security_rest_api_access]
`;

/**
 * The chart tells every node that all of them found the cluster. Two new ones that do not reach the first would then found another one, without its data:
 * only the first may found, and it needs most of the others for it, so that it does not either if its own volume is lost.
 * The name of the setting since OpenSearch 2.0 wins over the older one in the environment.
 */
const INIT = `- name: first-node-founds
  image: {{ with .Values.global.dockerRegistry }}{{ trimSuffix "/" . }}/{{ end }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
  command:
    - sh
    - -c
    - |
      case "$HOSTNAME" in
        *-0) ;;
        *) echo 'cluster.initial_cluster_manager_nodes: []' >> /tmp/config/opensearch.yml ;;
      esac
  securityContext:
    {{- toYaml .Values.securityContext | nindent 4 }}
  volumeMounts:
    - name: config-emptydir
      mountPath: /tmp/config
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
        { name: 'OPENSEARCH_ADMIN_PASSWORD', valueFrom: { secretKeyRef: { name: 'observability-opensearch-users', key: 'admin-password' } } },
      ],
      extraInitContainers: INIT,
      antiAffinity: 'hard',
      opensearchJavaOpts: '-Xms1g -Xmx1g',
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
      persistence: { size: '100Gi', enableInitChown: false },
      podSecurityContext: { fsGroup: 1000, runAsUser: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 1000 },
    },
    notes: {
      fullnameOverride: 'Fixed, as this chart cannot compute the names of its Secrets: one release in a namespace.',
      masterService: 'Empty, so that the Service has the name above.',
      singleNode: 'A cluster of one node that can grow: set `replicas` to 3 while the first node runs, and every index gets a copy. Two are refused: both would stop when one stops.',
      extraInitContainers: 'Only the first node may found a cluster: new ones that do not reach it would found another, without its data.',
      antiAffinity: 'Each node on a host of its own: copies on one host protect nothing.',
      securityConfig: 'The admin of this chart in place of the demo users of the image; all other users come from the bootstrap Job.',
      secretMounts: 'Certificates of this chart’s own authority, or of `credentials.opensearch.existingTlsSecret`.',
      'persistence.enableInitChown': 'Would run as root; fsGroup does the same.',
      'persistence.size': 'Needs a default StorageClass, or persistence.storageClass.',
    },
  },
  { default: true, description: 'OpenSearch with TLS and users of its own.' },
);
