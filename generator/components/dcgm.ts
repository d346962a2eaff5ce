import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../chart.ts';
import { Template, and, describe, eachEntry, equal, given, go, helper, include, includeBlock, not, onlyWhen, sha256, swapSuffix, when, type Templates } from '../helm/index.ts';
import { dropOwnPod, nodesMatching, scrapedOnly, serviceAccount } from './exporter.ts';
import { nodeOfPod, podMonitor, serviceMonitor } from './kubernetes.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from './names.ts';
import { ownExporter } from './wiring.ts';

const COMPONENT = 'dcgm-exporter';
const PORT = 9400;
export const ofDcgm = { targetLabel: 'job', replacement: COMPONENT } as const;

/** The label by which the GPU Operator places its exporter (gpu-operator, assets/state-dcgm-exporter). */
const GPU_OPERATOR_LABEL = 'nvidia.com/gpu.deploy.dcgm-exporter';

const counters = helper(
  `${chartInfo.name}.dcgmCounters`,
  'What the DCGM exporter reads: the counters of the level, then those that the user adds.',
  go`{{- .Files.Get "files/dcgm/basic.csv" | trim }}
{{- if eq ${values.dcgm.level} "advanced" }}
{{ .Files.Get "files/dcgm/advanced.csv" | trim }}
{{- end }}
{{- range ${values.dcgm.extraCounters} }}
{{ . }}
{{- end }}`,
);

/** GPU metrics: an exporter on every node with an NVIDIA GPU, or the monitor for the GPU Operator's. */
export function dcgm(templates: Templates): void {
  const { dcgm } = values;
  const template = new Template(templates, 'dcgm-exporter', {
    about: 'NVIDIA DCGM exporter: metrics of the GPUs, by the pod that holds them.',
    source: 'generator/components/dcgm.ts',
    when: dcgm.enabled,
  });
  const own = onlyWhen(template, 'own', ownExporter);
  const metadata = { name: nameOf(COMPONENT), labels: labelsOf(COMPONENT) };

  serviceAccount(own, COMPONENT);
  new k8s.KubeConfigMap(own, 'counters', { metadata, data: { 'counters.csv': includeBlock(counters) } });

  describe(
    new k8s.KubeDaemonSet(own, 'daemonset', {
      metadata,
      spec: {
        selector: { matchLabels: selectorLabels(COMPONENT) },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') } },
        template: {
          metadata: {
            labels: podLabelsOf(COMPONENT),
            annotations: { ...dcgm.podAnnotations, 'checksum/counters': sha256(include(counters)) },
          },
          spec: {
            serviceAccountName: nameOf(COMPONENT),
            automountServiceAccountToken: false,
            priorityClassName: given(dcgm.priorityClassName),
            runtimeClassName: given(dcgm.runtimeClassName),
            affinity: nodesMatching(dcgm, when(equal(dcgm.mode, 'auto'), { key: GPU_OPERATOR_LABEL, operator: 'DoesNotExist' })),
            tolerations: given(dcgm.tolerations),
            containers: [
              {
                name: COMPONENT,
                image: imageOf(dcgm.image),
                imagePullPolicy: dcgm.image.pullPolicy,
                env: [
                  { name: 'DCGM_EXPORTER_LISTEN', value: `:${PORT}` },
                  { name: 'DCGM_EXPORTER_COLLECTORS', value: '/etc/dcgm-exporter/counters.csv' },
                  { name: 'DCGM_EXPORTER_INTERVAL', value: swapSuffix(dcgm.interval, 's', '000') },
                  { name: 'DCGM_EXPORTER_KUBERNETES', value: 'true' },
                  when(dcgm.virtualGpus, { name: 'KUBERNETES_VIRTUAL_GPUS', value: 'true' }),
                  { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
                  eachEntry(['name', 'value'], dcgm.extraEnv, (name, value) => ({ name, value: `${value}` })),
                ],
                ports: [{ name: 'metrics', containerPort: PORT }],
                startupProbe: { httpGet: { path: '/health', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 10, failureThreshold: 12 },
                livenessProbe: { httpGet: { path: '/health', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 15 },
                readinessProbe: { httpGet: { path: '/health', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 15 },
                resources: given(dcgm.resources),
                securityContext: {
                  runAsUser: 0,
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] },
                  seccompProfile: { type: 'RuntimeDefault' },
                },
                volumeMounts: [
                  { name: 'counters', mountPath: '/etc/dcgm-exporter', readOnly: true },
                  { name: 'pod-resources', mountPath: '/var/lib/kubelet/pod-resources', readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: 'counters', configMap: { name: nameOf(COMPONENT) } },
              { name: 'pod-resources', hostPath: { path: dcgm.kubeletPath, type: 'Directory' } },
            ],
          },
        },
      },
    }),
    'SYS_ADMIN is what the driver asks of who reads the profiling counters (useful work: SM, tensor cores, memory).',
  );

  const monitored = onlyWhen(own, 'monitored', values.monitors.enabled);
  podMonitor(monitored, 'monitor', metadata, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [{ port: 'metrics', interval: dcgm.interval, honorLabels: true, relabelings: [nodeOfPod, dropOwnPod] }],
  });
  scrapedOnly(own, { component: COMPONENT, port: PORT });

  const existing = onlyWhen(template, 'existing', and(values.monitors.enabled, not(equal(dcgm.mode, 'own'))));
  describe(
    serviceMonitor(existing, 'gpu-operator', { name: nameOf('gpu-operator'), labels: labelsOf(COMPONENT) }, {
      namespaceSelector: { any: true },
      selector: { matchLabels: { app: 'nvidia-dcgm-exporter' } },
      endpoints: [{ port: 'gpu-metrics', interval: dcgm.interval, honorLabels: true, relabelings: [nodeOfPod, ofDcgm, dropOwnPod] }],
    }),
    'The exporter of the NVIDIA GPU Operator, where it runs.',
  );
}
