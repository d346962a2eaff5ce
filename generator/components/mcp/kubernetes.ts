import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { chartInfo, values } from '../../chart.ts';
import { describe, forEach, go, helper, include, includeBlock, isSet, not, note, onlyWhen, release, sha256, when, type Reference } from '../../helm/index.ts';
import { labelsOf, nameOf } from '../names.ts';
import { readOnly, rulesFor } from './access.ts';
import { anyHost } from './network-policy.ts';
import { HTTP, componentOf, type Server } from './server.ts';

const COMPONENT = componentOf({ name: 'kubernetes' });
const PORT = 8080;
const CONFIG = '/etc/kubernetes-mcp-server';
const { configMaps, namespaces } = values.mcp.kubernetes;

const config = helper(
  `${chartInfo.name}.mcpKubernetesConfig`,
  'Configuration of the MCP server of Kubernetes (containers/kubernetes-mcp-server, pkg/config).',
  go`port = "${PORT}"
read_only = true
stateless = true
toolsets = ["core"]
# They ask the kubelet through nodes/proxy, which opens every container of the node.
disabled_tools = ["nodes_log", "nodes_stats_summary"]
# It asks as its own service account, whatever token a caller sends.
cluster_auth_mode = "kubeconfig"
{{- with ${namespaces} }}
server_instructions = {{ printf "You may read these namespaces only: %s. Name one in every call." (join ", " .) | toJson }}
{{- end }}

# The API server refuses these too.
[[denied_resources]]
group = ""
version = "v1"
kind = "Secret"
{{- if not ${configMaps} }}

[[denied_resources]]
group = ""
version = "v1"
kind = "ConfigMap"
{{- end }}`,
);

export const kubernetesServer: Server = {
  name: 'kubernetes',
  about: 'MCP server of Kubernetes: objects, events and logs of the cluster, read-only.',
  port: PORT,
  user: 65532,
  container: {
    args: ['--config', `${CONFIG}/config.toml`],
    volumeMounts: [{ name: 'config', mountPath: CONFIG, readOnly: true }],
  },
  probe: { httpGet: { path: '/healthz', port: HTTP } },
  pod: { automountServiceAccountToken: true, volumes: [{ name: 'config', configMap: { name: nameOf(COMPONENT) } }] },
  annotations: { 'checksum/config': sha256(include(config)) },
  egress: note('The API server, by the ports that it listens on.', anyHost(443, 6443)),
};

/** Its configuration, and what it may read: the whole cluster or some namespaces. */
export function readAccess(scope: Construct): void {
  const labels = labelsOf(COMPONENT);
  new k8s.KubeConfigMap(scope, 'config', { metadata: { name: nameOf(COMPONENT), labels }, data: { 'config.toml': includeBlock(config) } });

  const everywhere = onlyWhen(scope, 'cluster', not(isSet(namespaces)));
  describe(
    new k8s.KubeClusterRole(everywhere, 'role', { metadata: { name: roleName, labels }, rules: [...rulesFor('cluster'), configMapRule] }),
    'Reads only; no Secrets, no exec, no port-forward, no proxy.',
  );
  new k8s.KubeClusterRoleBinding(everywhere, 'binding', { metadata: { name: roleName, labels }, ...bound('ClusterRole') });

  forEach(onlyWhen(scope, 'chosen', isSet(namespaces)), 'namespace', namespaces as Reference<readonly string[]>, (each, namespace) => {
    const metadata = { name: roleName, namespace, labels };
    new k8s.KubeRole(each, 'role', { metadata, rules: [...rulesFor('namespace'), configMapRule] });
    new k8s.KubeRoleBinding(each, 'binding', { metadata, ...bound('Role') });
  });
}

/** Of a role outside this namespace, where a release of the same name elsewhere could have one as well. */
const roleName = `${release.namespace}-${nameOf(COMPONENT)}`;

const configMapRule = when(configMaps, readOnly('', ['configmaps']));

const bound = (kind: 'ClusterRole' | 'Role'): Pick<k8s.KubeRoleBindingProps, 'roleRef' | 'subjects'> => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName },
  subjects: [{ kind: 'ServiceAccount', name: nameOf(COMPONENT), namespace: release.namespace }],
});
