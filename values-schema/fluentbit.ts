import { dependency, section, toggle, type Dependency } from './define.ts';

export const fluentbit = section('Fluent Bit: brings the logs of every node into OpenSearch; everything else of it under `fluent-bit`.', {
  enabled: toggle({ default: true, description: 'Collects the logs.' }),
});

const fluentBit: Dependency = {
  description: 'Values of the chart fluent-bit. The pipeline itself is written by this chart from `logs`.',
  defaults: {
    existingConfigMap: 'observability-fluent-bit',
    args: ['--workdir=/fluent-bit/etc', '--config=/fluent-bit/etc/conf/fluent-bit.yaml'],
    hotReload: { enabled: true },
    env: [
      { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'OPENSEARCH_PASSWORD', valueFrom: { secretKeyRef: { name: 'observability-opensearch-users', key: 'writer-password' } } },
    ],
    daemonSetVolumes: [{ name: 'logs', hostPath: { path: '/var/log' } }],
    daemonSetVolumeMounts: [{ name: 'logs', mountPath: '/var/log', readOnly: true }],
    extraVolumes: [
      { name: 'state', hostPath: { path: '/var/lib/observability/fluent-bit', type: 'DirectoryOrCreate' } },
      { name: 'opensearch-ca', secret: { secretName: 'observability-opensearch-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }], optional: true } },
    ],
    extraVolumeMounts: [
      { name: 'state', mountPath: '/var/fluent-bit/state' },
      { name: 'opensearch-ca', mountPath: '/var/fluent-bit/opensearch', readOnly: true },
    ],
    tolerations: [{ operator: 'Exists' }],
    priorityClassName: 'system-node-critical',
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] }, seccompProfile: { type: 'RuntimeDefault' } },
    testFramework: { enabled: false },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  },
  notes: {
    existingConfigMap: 'Written by this chart from `logs`.',
    hotReload: 'A changed pipeline is taken over without a restart.',
    'extraVolumes': 'Buffers and positions stay on the node when the pod goes.',
    tolerations: 'GPU nodes are tainted; their logs matter most.',
    securityContext: 'Root, as the log files belong to root, with one capability: to read them.',
    testFramework: '`helm test` is done by this chart.',
  },
};

export const fluentBitChart = dependency(fluentBit, 'fluentbit.enabled');
