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
    rbac: { create: false },
    extraPorts: [{ name: 'counts', port: 2021, containerPort: 2021, protocol: 'TCP' }],
    terminationGracePeriodSeconds: 30,
    daemonSetVolumes: [
      { name: 'logs', hostPath: { path: '/var/log' } },
      { name: 'run-logs', hostPath: { path: '/run/log' } },
      { name: 'machine-id', hostPath: { path: '/etc/machine-id', type: 'File' } },
    ],
    daemonSetVolumeMounts: [
      { name: 'logs', mountPath: '/var/log', readOnly: true },
      { name: 'run-logs', mountPath: '/run/log', readOnly: true },
      { name: 'machine-id', mountPath: '/etc/machine-id', readOnly: true },
    ],
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
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
    testFramework: { enabled: false },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  },
  notes: {
    existingConfigMap: 'Written by this chart from `logs`.',
    hotReload: 'A changed pipeline is taken over without a restart.',
    'extraVolumes': 'Buffers and positions stay on the node when the pod goes.',
    tolerations: 'GPU nodes are tainted; their logs matter most.',
    securityContext: 'Root, as the files of the logs and the folder of the state belong to root, without a capability: nothing of others can be read.',
    daemonSetVolumes: 'Log files of the containers, and the journal, which is found by the id of the machine.',
    rbac: 'It may get pods, which this chart allows it; the chart fluent-bit would add lists of all pods and namespaces.',
    terminationGracePeriodSeconds: 'Twice the grace of the pipeline.',
    testFramework: '`helm test` is done by this chart.',
  },
};

export const fluentBitChart = dependency(fluentBit, 'fluentbit.enabled');
