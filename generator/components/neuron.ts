import { k8s } from 'cdk8s-plus-28';
import { neuron as neuronMonitor } from '../../dashboards-src/catalogue/neuron.ts';
import { chartInfo, values } from '../chart.ts';
import { Template, describe, equal, given, go, helper, include, onlyWhen, sha256, when, type Templates } from '../helm/index.ts';
import { dropOwnPod, nodesMatching, scrapedOnly, serviceAccount } from './exporter.ts';
import { nodeOfPod, podMonitor, type Relabeling } from './kubernetes.ts';
import { keepOnly } from './levels.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from './names.ts';

const COMPONENT = 'neuron-monitor';
const PORT = 8000;
const FILE = 'neuron-monitor.json';

const config = helper(
  `${chartInfo.name}.neuronConfig`,
  'Configuration of neuron-monitor, read as often as it is scraped.',
  go`{{- merge (dict "period" ${values.neuron.interval}) (${values.neuron.config} | default dict) | toJson }}`,
);

const keepNeeded: Relabeling[] = when(equal(values.neuron.level, 'basic'), [keepOnly('neuron', [neuronMonitor])]);

/** Neuron metrics: a monitor on every node with Trainium or Inferentia. */
export function neuron(templates: Templates): void {
  const { neuron } = values;
  const template = new Template(templates, 'neuron-monitor', {
    about: 'AWS Neuron monitor: metrics of Trainium and Inferentia devices.',
    source: 'generator/components/neuron.ts',
    when: neuron.enabled,
  });
  const metadata = { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) };

  serviceAccount(template, COMPONENT);
  new k8s.KubeConfigMap(template, 'config', { metadata, data: { [FILE]: include(config) } });

  describe(
    new k8s.KubeDaemonSet(template, 'daemonset', {
      metadata,
      spec: {
        selector: { matchLabels: selectorLabels(COMPONENT) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') } },
        template: {
          metadata: { labels: podLabelsOf(COMPONENT), annotations: { ...neuron.podAnnotations, 'checksum/config': sha256(include(config)) } },
          spec: {
            serviceAccountName: nameOf(COMPONENT),
            automountServiceAccountToken: false,
            priorityClassName: given(neuron.priorityClassName),
            affinity: nodesMatching(neuron),
            tolerations: given(neuron.tolerations),
            containers: [
              {
                name: COMPONENT,
                image: imageOf(neuron.image),
                imagePullPolicy: neuron.image.pullPolicy,
                command: ['/opt/bin/entrypoint.sh'],
                args: ['--port', String(PORT), '--neuron-monitor-config', `/etc/neuron-monitor/${FILE}`],
                ports: [{ name: 'metrics', containerPort: PORT }],
                livenessProbe: { httpGet: { path: '/metrics', port: k8s.IntOrString.fromString('metrics') }, initialDelaySeconds: 30, periodSeconds: 30, timeoutSeconds: 5 },
                readinessProbe: { httpGet: { path: '/metrics', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 15, timeoutSeconds: 5 },
                resources: given(neuron.resources),
                securityContext: { privileged: true },
                volumeMounts: [{ name: 'config', mountPath: '/etc/neuron-monitor', readOnly: true }],
              },
            ],
            volumes: [{ name: 'config', configMap: { name: nameOf(COMPONENT) } }],
          },
        },
      },
    }),
    'Privileged, as the devices of the host are read without being requested, so that all of them stay free for workloads.',
  );

  const monitored = onlyWhen(template, 'monitored', values.monitors.enabled);
  podMonitor(monitored, 'monitor', metadata, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [{ port: 'metrics', interval: neuron.interval, honorLabels: true, relabelings: [nodeOfPod, dropOwnPod], metricRelabelings: keepNeeded }],
  });
  scrapedOnly(template, { component: COMPONENT, port: PORT });
}
