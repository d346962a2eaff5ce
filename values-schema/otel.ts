import type { k8s } from 'cdk8s-plus-28';
import { Type, choice, image, objectName, resources, section, stringMap, text, toggle, tolerations, url } from './define.ts';
import { inboundAuth, inboundTls, rules } from './inbound.ts';

const headers = stringMap({ default: {}, description: 'Headers of its requests, for example `X-Scope-OrgID`. No passwords.' });
const authorization = objectName({ default: '', description: 'Your Secret whose key `authorization` is the header of that name, for example `Basic …` or `Bearer …`. Empty: none.' });

export const otel = section('OpenTelemetry Collector: takes metrics, logs and traces by OTLP, says of which pod they are, and hands them on.', {
  enabled: toggle({ default: false, description: 'OTLP endpoint, gRPC at 4317 and HTTP at 4318.' }),
  clients: rules<k8s.NetworkPolicyPeer>({
    default: [{ namespaceSelector: {} }],
    description: 'Who may send (NetworkPolicyPeer: `namespaceSelector`, `podSelector`, `ipBlock`): by default the pods of all namespaces. Pods with `hostNetwork` send from the address of their node: an `ipBlock` where the cluster’s network counts nodes as strangers. Empty: nobody.',
  }),
  auth: inboundAuth({ none: 'nothing, `clients` says who may send', token: 'the header `Authorization: Bearer TOKEN`, of gRPC the metadata `authorization`' }),
  tls: inboundTls({ description: 'TLS at both ports, where one of these is named. A renewed certificate is taken over without a restart.', whose: '', makes: 'the certificate' }),
  metrics: section('Metrics go to the OTLP receiver of Prometheus, which names them as Prometheus does: `train.tokens` counted in `{token}` becomes `train_tokens_total`.', {
    enabled: toggle({ default: true, description: 'Takes metrics. The Prometheus of this release takes them with `kube-prometheus-stack.prometheus.prometheusSpec.enableOTLPReceiver=true` only: whoever reaches its port can then write to it.' }),
    url: url({ default: '', description: 'Address of an OTLP receiver to which `/v1/metrics` is added, as `https://mimir.example.com/otlp`. Empty: Prometheus of this release, or `external.prometheus.url`, at `/api/v1/otlp`.' }),
    headers,
    existingSecret: authorization,
  }),
  logs: section('Logs go to Fluent Bit, which redacts them, puts them into families and writes them to OpenSearch as all others.', {
    enabled: toggle({ default: true, description: 'Takes logs.' }),
  }),
  traces: section('Traces go to a store of yours (Tempo, Jaeger, X-Ray, any other with OTLP). Without one none are taken. Nothing is redacted in them.', {
    url: url({ default: '', description: 'Its address: of gRPC with its port (`http://tempo.tracing.svc:4317`), of HTTP without `/v1/traces` (`http://tempo.tracing.svc:4318`). `http://` is without TLS. Empty: none.' }),
    protocol: choice(['grpc', 'http'], { default: 'grpc', description: 'OTLP by gRPC, or by HTTP.' }),
    headers,
    existingSecret: authorization,
    awsRegion: text({ default: '', pattern: '^[a-z0-9-]*$', description: 'AWS X-Ray of this region in place of `url`, by its OTLP endpoint (Transaction Search has to be on); requests are signed as the role of the ServiceAccount, which needs `xray:PutTraceSegments`.' }),
  }),
  queue: section('What waits while a store is away, on disk, for each of metrics, logs and traces. When it is full, senders are told to try again.', {
    mebibytes: Type.Integer({ minimum: 16, maximum: 102400, default: 512, description: 'Size of each queue, in MiB of data. The volume has four times as much, as a file does not shrink at once.' }),
    persistent: toggle({ default: false, description: 'A PersistentVolumeClaim for each replica, so that the queue outlives its pod as well. False: an `emptyDir`, which outlives restarts of the container. A change needs the StatefulSet deleted first (`kubectl delete statefulset --cascade=orphan`).' }),
    storageClass: objectName({ default: '', description: 'StorageClass of the claim. Empty: the default one.' }),
  }),
  replicas: Type.Integer({ minimum: 1, maximum: 50, default: 1, description: 'Collectors. Each takes some ten thousand points or lines a second for every core.' }),
  image: image('docker.io', 'otel/opentelemetry-collector-contrib', '0.155.0'),
  resources: resources({ default: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } } as never, description: 'Requests and limits of the container. Above 80 % of its memory senders are told to try again.' }),
  nodeSelector: stringMap({ default: {}, description: 'Labels of the nodes for it.' }),
  tolerations: tolerations({ default: [], description: 'Taints that it tolerates.' }),
  serviceAccountAnnotations: stringMap({ default: {}, description: 'Annotations of its ServiceAccount, for example `eks.amazonaws.com/role-arn` for X-Ray.' }),
  extraEgress: rules<k8s.NetworkPolicyEgressRule>({ default: [], description: 'What it may reach (NetworkPolicyEgressRule) beside DNS, the API server and the stores above.' }),
});
