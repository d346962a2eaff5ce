import type { k8s } from 'cdk8s-plus-28';
import { Type, image, objectName, resources, section, stringList, stringMap, toggle, tolerations, type About } from './define.ts';

/** What the pods named in `mcp.clients` by default carry. */
const CLIENT = { 'observability.mcp/client': 'true' };

const memory = (request: string, limit: string) =>
  resources({ default: { requests: { cpu: '20m', memory: request }, limits: { memory: limit } } as never, description: 'Requests and limits of the pod.' });

const rules = <T>(about: About<T[]>) => Type.Optional(Type.Unsafe<T[]>({ type: ['array', 'null'], items: { type: 'object' }, ...about }));

export const mcp = section('MCP servers, through which agents ask the cluster and its stores. They only read.', {
  enabled: toggle({ default: false, description: 'The servers below that are enabled.' }),
  clients: rules<k8s.NetworkPolicyPeer>({
    default: [{ podSelector: { matchLabels: CLIENT } }],
    description: 'Who may ask the servers (NetworkPolicyPeer): by default the pods of this namespace with this label. The servers ask for no password, so name agents here, not whole clusters; empty: nobody.',
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
    image: image('quay.io', 'containers/kubernetes_mcp_server', 'v0.0.66'),
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
    image: image('docker.io', 'opensearchproject/opensearch-mcp-server-py', '0.11.0'),
    resources: memory('224Mi', '512Mi'),
  }),
  grafana: section('Dashboards, data sources and alerts; the tools that write are off.', {
    enabled: toggle({ default: false, description: 'MCP server of Grafana.' }),
    existingSecret: objectName({ default: '', description: 'Your Secret whose key `token` is the token of a Grafana service account; the role Viewer is enough. Empty: the admin of this release’s Grafana logs in.' }),
    image: image('docker.io', 'grafana/mcp-grafana', '1.1.0'),
    resources: memory('64Mi', '256Mi'),
  }),
});
