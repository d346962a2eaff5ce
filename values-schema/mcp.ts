import type { k8s } from 'cdk8s-plus-28';
import { Type, choice, image, objectName, resources, section, stringList, stringMap, toggle, tolerations, url, text, type About } from './define.ts';
import { readable } from './readable.ts';

/** What the pods named in `mcp.clients` by default carry. */
const CLIENT = { 'observability.mcp/client': 'true' };

const memory = (request: string, limit: string) =>
  resources({ default: { requests: { cpu: '20m', memory: request }, limits: { memory: limit } } as never, description: 'Requests and limits of the container.' });

const rules = <T>(about: About<T[]>) => Type.Optional(Type.Unsafe<T[]>({ type: ['array', 'null'], items: { type: 'object' }, ...about }));

export const mcp = section('MCP servers, through which agents ask the cluster and its stores. They only read.', {
  enabled: toggle({ default: false, description: 'The servers below that are enabled.' }),
  clients: rules<k8s.NetworkPolicyPeer>({
    default: [{ podSelector: { matchLabels: CLIENT } }],
    description: 'Who may ask the servers (NetworkPolicyPeer: `namespaceSelector`, `podSelector`): by default the pods of this namespace with this label. Name agents here, not whole clusters; empty: nobody.',
  }),
  auth: section('What a caller has to show.', {
    mode: choice(['none', 'token'], {
      default: 'none',
      description: 'none: nothing, the NetworkPolicy keeps others away; token: the header `Authorization: Bearer TOKEN`, which a proxy in each pod asks for.',
    }),
    existingSecret: objectName({ default: '', description: 'Your Secret whose key `token` is the token. Empty: a token is made on the first install and kept.' }),
  }),
  tls: section('HTTPS in place of HTTP at the servers, by a proxy in each pod, where one of these is named.', {
    existingSecret: objectName({ default: '', description: 'Your Secret with the keys `tls.crt` and `tls.key`, for all servers.' }),
    issuerRef: section('Issuer of cert-manager, which makes a certificate for each server. It has to sign names inside the cluster, so no public authority.', {
      name: objectName({ default: '', description: 'Name of the issuer. Empty: none.' }),
      kind: text({ default: 'ClusterIssuer', description: 'Its kind; an `Issuer` has to be in this namespace.', pattern: '^[A-Za-z]+$' }),
      group: text({ default: 'cert-manager.io', description: 'Its API group.', pattern: '^[a-z0-9.-]+$' }),
    }),
  }),
  proxy: section('Caddy, which asks for the token and speaks HTTPS where that is wanted; otherwise it is not there.', {
    image: image('docker.io', 'library/caddy', '2.11.4-alpine'),
    resources: memory('24Mi', '96Mi'),
  }),
  extraEgress: rules<k8s.NetworkPolicyEgressRule>({
    default: [],
    description: 'What the servers may reach (NetworkPolicyEgressRule) beside DNS and what they ask: an API server on another port than 443 and 6443, an external store whose pods listen on another port than its address names.',
  }),
  nodeSelector: stringMap({ default: {}, description: 'Labels of the nodes for the servers.' }),
  tolerations: tolerations({ default: [], description: 'Taints that the servers tolerate.' }),
  kubernetes: section('Objects, events and logs of the cluster; never Secrets, never a shell. A password that stands in a pod’s environment as plain text is no Secret.', {
    enabled: toggle({ default: true, description: 'MCP server of Kubernetes.' }),
    namespaces: stringList({ default: [], description: 'The only namespaces that it may read; they must exist. Nodes and other objects outside namespaces are then hidden. Empty: the whole cluster.' }),
    configMaps: toggle({ default: false, description: 'It may read ConfigMaps too. Look first whether somebody keeps passwords in them.' }),
    readable,
    oidc: section('Callers sign in at an OpenID provider that the API server trusts as well: the server then asks as its caller, with the caller’s rights, and has none itself.', {
      issuerUrl: url({ default: '', description: 'Issuer of the tokens. Empty: the server asks as its own service account.' }),
      audience: text({ default: '', description: 'Audience that a token has to have.', pattern: '^\\S*$' }),
      existingCaSecret: objectName({ default: '', description: 'Your Secret whose key `ca.crt` is the authority of the provider’s certificate. Empty: a public one.' }),
    }),
    image: image('quay.io', 'containers/kubernetes_mcp_server', 'v0.0.67'),
    resources: memory('96Mi', '512Mi'),
  }),
  prometheus: section('Metrics.', {
    enabled: toggle({ default: true, description: 'MCP server of Prometheus.' }),
    existingSecret: objectName({ default: '', description: 'Your Secret for a Prometheus that asks for a login: its keys are variables of the server (`PROMETHEUS_USERNAME` and `PROMETHEUS_PASSWORD`, or `PROMETHEUS_TOKEN`; `ORG_ID`).' }),
    image: image('ghcr.io', 'pab1it0/prometheus-mcp-server', '1.6.2'),
    resources: memory('96Mi', '256Mi'),
  }),
  opensearch: section('Logs, as the user `reader`.', {
    enabled: toggle({ default: true, description: 'MCP server of OpenSearch.' }),
    image: image('docker.io', 'opensearchproject/opensearch-mcp-server-py', '0.12.0'),
    resources: memory('224Mi', '512Mi'),
  }),
  grafana: section('Dashboards, data sources and alerts; the tools that write are off.', {
    enabled: toggle({ default: false, description: 'MCP server of Grafana.' }),
    existingSecret: objectName({ default: '', description: 'Your Secret whose key `token` is the token of a service account that you made in Grafana, with the role Viewer. Needed: no agent logs in as an admin.' }),
    image: image('docker.io', 'grafana/mcp-grafana', '1.1.0'),
    resources: memory('64Mi', '256Mi'),
  }),
});
