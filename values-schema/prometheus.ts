import { dependency, section, toggle, type Dependency } from './define.ts';
import { labelsAllowlist } from './object-labels.ts';

export const prometheus = section('Prometheus, its operator, Alertmanager, kube-state-metrics and node-exporter; everything else of them under `kube-prometheus-stack`.', {
  enabled: toggle({ default: true, description: 'Where it is false, the operator’s CRDs have to be in the cluster already, or `monitors.enabled` and `alerts.enabled` have to be false too.' }),
});

const OURS = { matchLabels: { 'app.kubernetes.io/part-of': 'observability' } };

/** Written by generator/components/amp.ts. A list in `remoteWrite` could not be empty where there is no workspace, and a number in it would become a text. */
export const REMOTE_WRITE = '{{ include "observability.remoteWrite" . }}';

const stack: Dependency = {
  description: 'Values of the chart kube-prometheus-stack (its own documentation lists them all).',
  defaults: {
    grafana: { enabled: false, forceDeployDashboards: true },
    kubeControllerManager: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    kubeScheduler: { enabled: false },
    nodeExporter: { operatingSystems: { aix: { enabled: false }, darwin: { enabled: false } } },
    defaultRules: { rules: { etcd: false, kubeControllerManager: false, kubeProxy: false, kubeSchedulerAlerting: false, kubeSchedulerRecording: false }, disabled: { PrometheusRemoteStorageFailures: true, PrometheusRemoteWriteBehind: true } },
    prometheus: {
      prometheusSpec: {
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        scrapeConfigSelector: OURS,
        probeSelector: OURS,
        scrapeClasses: [{ name: 'observability', default: true, relabelings: [{ action: 'replace', targetLabel: 'cluster', replacement: '{{ .Values.global.clusterName }}' }] }],
        additionalConfigString: REMOTE_WRITE,
        retention: '15d',
        retentionSize: '45GB',
        storageSpec: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } } } } },
        resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } },
      },
    },
    alertmanager: {
      alertmanagerSpec: {
        alertmanagerConfigMatcherStrategy: { type: 'OnNamespaceExceptForAlertmanagerNamespace' },
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      },
    },
    'prometheus-node-exporter': {
      tolerations: [{ operator: 'Exists' }],
      prometheus: { monitor: { relabelings: [{ action: 'replace', sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }] } },
      resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    },
    'kube-state-metrics': { metricLabelsAllowlist: labelsAllowlist, resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } } },
    prometheusOperator: { resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } } },
  },
  notes: {
    grafana: 'Grafana is a dependency of its own (below); the dashboards of Kubernetes are kept.',
    kubeControllerManager: 'Not reachable on managed clusters (EKS, GKE, AKS): their alerts would fire for ever.',
    'prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues': 'Every ServiceMonitor, PodMonitor and PrometheusRule of the cluster is selected, whatever release made it.',
    'defaultRules.disabled': 'RemoteWriteFailing and RemoteWriteBehind of this chart say the same, and what to do.',
    'prometheus.prometheusSpec.scrapeConfigSelector': 'These could make Prometheus fetch any address, so only ours are selected.',
    'prometheus.prometheusSpec.scrapeClasses': 'Puts the label `cluster` on every series.',
    'prometheus.prometheusSpec.additionalConfigString': 'Remote write to `global.amp`; nothing where no workspace is named.',
    'prometheus.prometheusSpec.retentionSize': 'Below the size of the volume, so that a full disk never stops it.',
    'prometheus.prometheusSpec.storageSpec': 'Needs a default StorageClass; `storageSpec: null` keeps the data in the pod, and loses it with the pod.',
    'alertmanager.alertmanagerSpec.alertmanagerConfigMatcherStrategy': 'AlertmanagerConfigs of other namespaces see the alerts of their own namespace only.',
    'kube-state-metrics.metricLabelsAllowlist': 'Labels by which rules find the workload and the queue of a pod.',
    'prometheus-node-exporter.tolerations': 'GPU nodes are tainted, often with NoExecute.',
  },
};

export const kubePrometheusStack = dependency(stack, 'prometheus.enabled');
