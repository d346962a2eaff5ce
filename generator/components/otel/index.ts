import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, describe, equal, given, include, includeBlock, isSet, not, onlyWhen, or, release, sha256, when, type Templates } from '../../helm/index.ts';
import { certificate, certificateSecretOf } from '../certificate.ts';
import { serviceAccount } from '../exporter.ts';
import { nodeOfPod, podMonitor } from '../kubernetes.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from '../names.ts';
import { hardened, runningAs } from '../restricted.ts';
import { TOKEN_KEY, tokenSecretOf, tokenTemplate } from '../token.ts';
import { speaksTlsToSenders, takesLogs } from './conditions.ts';
import { hasAuthorization, relay, volumeSize } from './config.ts';
import { lines } from './lines.ts';
import { policy } from './policy.ts';
import { CERTIFICATE, COMPONENT, CONFIG, PORTS, QUEUE, TOKEN, TOKEN_COMPONENT } from './places.ts';

const { otel } = values;
/** As the image of the collector has it (opentelemetry-collector-releases, distributions/otelcol-contrib/Dockerfile). */
const USER = 10001;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The OpenTelemetry Collector, its way into the logs, and the token that senders show. */
export function otelCollector(templates: Templates): void {
  tokenTemplate(templates, {
    file: 'otel/token', component: TOKEN_COMPONENT, about: 'The token that senders of OTLP show.', source: 'generator/components/otel/', on: otel.enabled, auth: otel.auth, toChange: 'delete it and run helm upgrade; it is taken over within a minute or two',
  });
  const template = new Template(templates, 'otel/collector', {
    about: 'OpenTelemetry Collector: takes OTLP of workloads, says of which pod it is, and hands it on.',
    source: 'generator/components/otel/',
    named: `${chartInfo.name}.otelCollector`,
    when: otel.enabled,
  });
  const metadata = { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) };
  serviceAccount(template, COMPONENT, otel.serviceAccountAnnotations);
  rights(template);
  new k8s.KubeConfigMap(template, 'config', { metadata, data: { 'relay.yaml': includeBlock(relay) } });
  certificate(template, COMPONENT, otel.tls);
  collector(template);
  new k8s.KubeService(template, 'service', {
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: selectorLabels(COMPONENT),
      ports: (['grpc', 'http'] as const).map(name => ({ name: `otlp-${name}`, port: PORTS[name], targetPort: k8s.IntOrString.fromString(`otlp-${name}`), appProtocol: name })),
    },
  });
  podMonitor(onlyWhen(template, 'monitored', values.monitors.enabled), 'monitor', metadata, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [{ port: 'metrics', relabelings: [nodeOfPod] }],
  });
  policy(template);
  lines(onlyWhen(template, 'lines', takesLogs));
}

/** Which pod has an address: it lists and watches all pods, and sees nothing else. */
function rights(scope: Template): void {
  // Of a role outside this namespace, where a release of the same name elsewhere could have one as well.
  const name = `${release.namespace}-${nameOf(COMPONENT)}`;
  const labels = labelsOf(COMPONENT);
  describe(
    new k8s.KubeClusterRole(scope, 'role', { metadata: { name, labels }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }] }),
    'Finds the pod behind the address of a sender, which may be any.',
  );
  new k8s.KubeClusterRoleBinding(scope, 'binding', {
    metadata: { name, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: nameOf(COMPONENT), namespace: release.namespace }],
  });
}

const header = (name: string, secret: typeof otel.metrics.existingSecret): k8s.EnvVar => ({ name, valueFrom: { secretKeyRef: { name: secret, key: 'authorization' } } });

function collector(scope: Template): void {
  const asksForToken = equal(otel.auth.mode, 'token');
  const health: k8s.Probe = { httpGet: { path: '/', port: k8s.IntOrString.fromString('health') }, periodSeconds: 15, timeoutSeconds: 5 };
  const authorized = or(hasAuthorization.metrics, hasAuthorization.traces);
  describe(
    new k8s.KubeStatefulSet(scope, 'collector', {
      metadata: { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) },
      spec: {
        replicas: otel.replicas,
        serviceName: nameOf(COMPONENT),
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: selectorLabels(COMPONENT) },
        template: {
          metadata: { labels: podLabelsOf(COMPONENT), annotations: { 'checksum/config': sha256(include(relay)) } },
          spec: {
            serviceAccountName: nameOf(COMPONENT),
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 30,
            securityContext: runningAs(USER, { fsGroup: USER, fsGroupChangePolicy: 'OnRootMismatch' }),
            nodeSelector: given(otel.nodeSelector),
            tolerations: given(otel.tolerations),
            containers: [
              {
                name: 'collector',
                image: imageOf(otel.image),
                imagePullPolicy: otel.image.pullPolicy,
                args: [`--config=${CONFIG}`],
                ...when(authorized, {
                  env: [when(hasAuthorization.metrics, header('METRICS_AUTHORIZATION', otel.metrics.existingSecret)), when(hasAuthorization.traces, header('TRACES_AUTHORIZATION', otel.traces.existingSecret))],
                }),
                ports: [
                  { name: 'otlp-grpc', containerPort: PORTS.grpc },
                  { name: 'otlp-http', containerPort: PORTS.http },
                  { name: 'metrics', containerPort: PORTS.metrics },
                  { name: 'health', containerPort: PORTS.health },
                ],
                startupProbe: { ...health, periodSeconds: 5, failureThreshold: 24 },
                livenessProbe: health,
                readinessProbe: health,
                resources: given(otel.resources),
                securityContext: hardened,
                volumeMounts: [
                  { name: 'config', mountPath: folderOf(CONFIG), readOnly: true },
                  { name: 'queue', mountPath: QUEUE },
                  when(asksForToken, { name: 'token', mountPath: folderOf(TOKEN), readOnly: true }),
                  when(speaksTlsToSenders, { name: 'tls', mountPath: CERTIFICATE, readOnly: true }),
                ],
              },
            ],
            volumes: [
              { name: 'config', configMap: { name: nameOf(COMPONENT) } },
              when(not(otel.queue.persistent), { name: 'queue', emptyDir: { sizeLimit: k8s.Quantity.fromString(`${include(volumeSize)}`) } }),
              when(asksForToken, { name: 'token', secret: { secretName: tokenSecretOf(otel.auth, TOKEN_COMPONENT), items: [{ key: TOKEN_KEY, path: TOKEN.slice(TOKEN.lastIndexOf('/') + 1) }] } }),
              when(speaksTlsToSenders, { name: 'tls', secret: { secretName: certificateSecretOf(otel.tls, COMPONENT) } }),
            ],
          },
        },
        ...when(otel.queue.persistent, {
          volumeClaimTemplates: [
            {
              metadata: { name: 'queue' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                ...when(isSet(otel.queue.storageClass), { storageClassName: otel.queue.storageClass }),
                resources: { requests: { storage: k8s.Quantity.fromString(`${include(volumeSize)}`) } },
              },
            },
          ],
        }),
      },
    }),
    'Each replica has a queue of its own on its volume; a sender stays with one as long as its connection lasts.',
  );
}
