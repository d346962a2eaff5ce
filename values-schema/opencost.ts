import { toggledDependency } from './define.ts';

const NON_ROOT = 1001;

export const opencost = toggledDependency(
  {
    description: 'OpenCost, cost by namespace and workload: values of the chart opencost.',
    defaults: {
      opencost: {
        prometheus: {
          internal: { enabled: false },
          external: { enabled: true, url: 'http://{{ .Release.Name }}-metrics.{{ .Release.Namespace }}.svc:9090{{ include "observability.metricsPath" . }}' },
        },
        metrics: { serviceMonitor: { enabled: true, honorLabels: true }, kubeStateMetrics: { emitKsmV1Metrics: false, emitKsmV1MetricsOnly: true } },
        exporter: {
          clusterIdConfigmap: 'observability',
          resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '1Gi' } },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          extraVolumeMounts: [{ name: 'configs', mountPath: '/var/configs' }],
        },
        mcp: { enabled: false },
        ui: { enabled: false },
      },
      extraVolumes: [{ name: 'configs', emptyDir: {} }],
      podSecurityContext: { runAsNonRoot: true, runAsUser: NON_ROOT, runAsGroup: NON_ROOT, fsGroup: NON_ROOT, seccompProfile: { type: 'RuntimeDefault' } },
    },
    notes: {
      'opencost.prometheus.external.url': 'A Service of this chart that stands for Prometheus under any release name. With `external.prometheus.url`, write that address here.',
      'opencost.metrics.kubeStateMetrics': 'kube-state-metrics has these already.',
      'opencost.exporter.clusterIdConfigmap': 'Holds `global.clusterName`.',
      'opencost.mcp': 'Has no authentication.',
      'opencost.ui': 'Grafana shows the costs.',
    },
  },
  { default: true, description: 'OpenCost.' },
);
