import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { chartInfo, values } from '../../chart.ts';
import { and, describe, forEach, go, helper, include, includeBlock, isSet, not, note, onlyWhen, release, sha256, when, type Reference } from '../../helm/index.ts';
import { labelsOf, nameOf } from '../names.ts';
import { hostOf, toAnyHost } from '../network-policy.ts';
import { speaksHttps } from './certificate.ts';
import { listenOn } from './proxy.ts';
import { rulesFor } from './readable.ts';
import { componentOf, type Server } from './server.ts';

const COMPONENT = componentOf({ name: 'kubernetes' });
const PORT = 8080;
const CONFIG = '/etc/kubernetes-mcp-server';
const OIDC_CA = '/etc/oidc';
const { configMaps, namespaces, oidc } = values.mcp.kubernetes;
const { host, port } = listenOn({ name: 'kubernetes', port: PORT });

const hasOidcCa = and(isSet(oidc.issuerUrl), isSet(oidc.existingCaSecret));

const config = helper(
  `${chartInfo.name}.mcpKubernetesConfig`,
  'Configuration of the MCP server of Kubernetes (containers/kubernetes-mcp-server, pkg/config).',
  go`bind_address = {{ ${host} | quote }}
port = {{ ${port} | quote }}
read_only = true
stateless = true
toolsets = ["core"]
# The first two ask the kubelet through nodes/proxy, which opens every container of the node; the last is OpenShift's.
disabled_tools = ["nodes_log", "nodes_stats_summary", "projects_list"]
{{- if ${oidc.issuerUrl} }}
# It asks as its caller, with the token that the caller sends.
cluster_auth_mode = "passthrough"
require_oauth = true
authorization_url = {{ ${oidc.issuerUrl} | toJson }}
oauth_audience = {{ ${oidc.audience} | toJson }}
{{- if ${oidc.existingCaSecret} }}
certificate_authority = "${OIDC_CA}/ca.crt"
{{- end }}
{{- if ${speaksHttps} }}
# Its proxy tells it that callers speak HTTPS.
trust_proxy_headers = true
{{- end }}
{{- else }}
# It asks as its own service account, whatever token a caller sends.
cluster_auth_mode = "kubeconfig"
{{- end }}
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
    volumeMounts: [{ name: 'config', mountPath: CONFIG, readOnly: true }, when(hasOidcCa, { name: 'oidc-ca', mountPath: OIDC_CA, readOnly: true })],
  },
  health: '/healthz',
  pod: {
    automountServiceAccountToken: true,
    volumes: [{ name: 'config', configMap: { name: nameOf(COMPONENT) } }, when(hasOidcCa, { name: 'oidc-ca', secret: { secretName: oidc.existingCaSecret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } })],
  },
  annotations: { 'checksum/config': sha256(include(config)) },
  egress: [
    note('The API server, by the ports that it listens on.', toAnyHost(443, 6443)),
    when(isSet(oidc.issuerUrl), note('The keys of the OpenID provider.', hostOf(oidc.issuerUrl))),
  ],
};

/** Its configuration, and what it may read: the whole cluster or some namespaces. */
export function readAccess(scope: Construct): void {
  const labels = labelsOf(COMPONENT);
  new k8s.KubeConfigMap(scope, 'config', { metadata: { name: nameOf(COMPONENT), labels }, data: { 'config.toml': includeBlock(config) } });

  // Who signs in has rights already: nobody gets those of the server.
  const asItself = onlyWhen(scope, 'as-itself', not(isSet(oidc.issuerUrl)));
  const everywhere = onlyWhen(asItself, 'cluster', not(isSet(namespaces)));
  describe(
    new k8s.KubeClusterRole(everywhere, 'role', { metadata: { name: roleName, labels }, rules: rulesFor('cluster') }),
    'Reads only; no Secrets, no exec, no port-forward, no proxy.',
  );
  new k8s.KubeClusterRoleBinding(everywhere, 'binding', { metadata: { name: roleName, labels }, ...bound('ClusterRole') });

  forEach(onlyWhen(asItself, 'chosen', isSet(namespaces)), 'namespace', namespaces as Reference<readonly string[]>, (each, namespace) => {
    const metadata = { name: roleName, namespace, labels };
    new k8s.KubeRole(each, 'role', { metadata, rules: rulesFor('namespace') });
    new k8s.KubeRoleBinding(each, 'binding', { metadata, ...bound('Role') });
  });
}

/** Of a role outside this namespace, where a release of the same name elsewhere could have one as well. */
const roleName = `${release.namespace}-${nameOf(COMPONENT)}`;

const bound = (kind: 'ClusterRole' | 'Role'): Pick<k8s.KubeRoleBindingProps, 'roleRef' | 'subjects'> => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName },
  subjects: [{ kind: 'ServiceAccount', name: nameOf(COMPONENT), namespace: release.namespace }],
});
