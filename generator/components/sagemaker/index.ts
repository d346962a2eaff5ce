import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, describe, eachEntry, given, include, includeBlock, isSet, onlyWhen, sha256, swapSuffix, when, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { podMonitor } from '../kubernetes.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from '../names.ts';
import { networkPolicy, tcp, toAnyHost, toDns, toPodIdentity } from '../network-policy.ts';
import { configuration } from './configuration.ts';
import { hardened, runningAs } from '../restricted.ts';

const COMPONENT = 'cloudwatch-exporter';
const PORT = 5000;
const CONFIGURATION = '/etc/cloudwatch-exporter';
/** Its image runs as `nobody`, but says so by name only, which Kubernetes cannot tell from root. */
const NOBODY = 65534;

/** Metrics of SageMaker: YACE, which asks CloudWatch for them, and its monitor. */
export function sagemaker(templates: Templates): void {
  const { sagemaker: settings } = values;
  const template = new Template(templates, COMPONENT, {
    about: 'YACE (yet-another-cloudwatch-exporter): metrics of SageMaker from CloudWatch.',
    source: 'generator/components/sagemaker',
    named: `${chartInfo.name}.cloudWatchExporter`,
    when: settings.enabled,
  });
  const metadata = { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) };
  const healthy: k8s.Probe = { httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 15 };

  serviceAccount(template, COMPONENT, settings.serviceAccountAnnotations);
  new k8s.KubeConfigMap(template, 'configuration', { metadata, data: { 'config.yaml': includeBlock(configuration) } });
  describe(
    new k8s.KubeDeployment(template, 'deployment', {
      metadata,
      spec: {
        replicas: 1,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: selectorLabels(COMPONENT) },
        template: {
          metadata: { labels: podLabelsOf(COMPONENT), annotations: { 'checksum/configuration': sha256(include(configuration)) } },
          spec: {
            serviceAccountName: nameOf(COMPONENT),
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: runningAs(NOBODY, { fsGroup: NOBODY }),
            nodeSelector: given(settings.nodeSelector),
            tolerations: given(settings.tolerations),
            containers: [
              {
                name: 'exporter',
                image: imageOf(settings.image),
                imagePullPolicy: settings.image.pullPolicy,
                args: [
                  `--listen-address=:${PORT}`,
                  `--config.file=${CONFIGURATION}/config.yaml`,
                  `--scraping-interval=${swapSuffix(settings.interval, 's', '')}`,
                  `--cloudwatch-concurrency=${settings.concurrency}`,
                  '--labels-snake-case',
                ],
                ...when(isSet(settings.extraEnv), { env: [eachEntry(['name', 'value'], settings.extraEnv, (name, value) => ({ name, value: `${value}` }))] }),
                ...when(isSet(settings.existingSecret), { envFrom: [{ secretRef: { name: settings.existingSecret } }] }),
                ports: [{ name: 'metrics', containerPort: PORT }],
                livenessProbe: healthy,
                readinessProbe: healthy,
                resources: given(settings.resources),
                securityContext: hardened,
                volumeMounts: [{ name: 'configuration', mountPath: CONFIGURATION, readOnly: true }],
              },
            ],
            volumes: [{ name: 'configuration', configMap: { name: nameOf(COMPONENT) } }],
          },
        },
      },
    }),
    'One replica, and none beside it while it is replaced: each asks CloudWatch, and is paid for.',
  );

  podMonitor(onlyWhen(template, 'monitored', values.monitors.enabled), 'monitor', metadata, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [
      {
        port: 'metrics',
        interval: '30s',
        metricRelabelings: [
          // Of resources that have tags, beside their metrics; nothing reads them.
          { action: 'drop', sourceLabels: ['__name__'], regex: 'aws_.+_info' },
          // What CloudWatch calls EndpointName is the label endpoint_name.
          { action: 'labelmap', regex: 'dimension_(.+)' },
          { action: 'labeldrop', regex: 'dimension_.+|name|account_alias' },
        ],
      },
    ],
  });
  networkPolicy(template, COMPONENT, 'Scraped from this namespace only, and reaches the APIs of AWS, wherever these are, and who gives out the credentials of its role.', {
    ingress: [{ ports: [tcp(PORT)], from: [{ podSelector: {} }, ...values.networkPolicies.extraIngressFrom] }],
    egress: [toDns, toAnyHost(443), toPodIdentity],
  });
}
