import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, and, describe, go, helper, includeBlock, onlyWhen, pipeline as expression, release, type Templates } from '../../helm/index.ts';
import { nodeOfPod, podMonitor } from '../kubernetes.ts';
import { fixedNames, labelsOf, nameOf, selectorLabels } from '../names.ts';
import { hasOpenSearch } from '../wiring.ts';
import { filters, parsers } from './filters.ts';
import { inputs } from './inputs.ts';
import { scripts } from './lua.ts';
import { outputs } from './outputs.ts';
import { service } from './service.ts';
import { schemaFile, settingsFile } from './settings.ts';

const COMPONENT = 'fluent-bit';

const pipeline = helper(
  `${chartInfo.name}.fluentBitPipeline`,
  'The pipeline of Fluent Bit, from the files of the node to OpenSearch.',
  go`${service}
${parsers}pipeline:
${inputs}
${filters}
${outputs}`,
);

/** The pipeline of Fluent Bit, what it may read of the API server, and its monitor. */
export function fluentbit(templates: Templates): void {
  const template = new Template(templates, 'fluent-bit', {
    about: 'How the lines of every node reach OpenSearch.',
    source: 'generator/components/fluent-bit/',
    when: and(values.fluentbit.enabled, hasOpenSearch),
  });
  const labels = labelsOf(COMPONENT);
  new k8s.KubeConfigMap(template, 'pipeline', {
    metadata: { name: fixedNames.fluentBit, labels },
    data: { 'fluent-bit.yaml': includeBlock(pipeline), 'settings.json': includeBlock(settingsFile), 'schema.json': includeBlock(schemaFile), ...scripts },
  });
  // Of a role outside this namespace, where a release of the same name elsewhere could have one as well.
  const roleName = `${release.namespace}-${nameOf(COMPONENT)}`;
  describe(
    new k8s.KubeClusterRole(template, 'role', { metadata: { name: roleName, labels }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
    'Labels, annotations and owners of the pod of a line: one pod at a time, no lists.',
  );
  new k8s.KubeClusterRoleBinding(template, 'binding', {
    metadata: { name: roleName, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: [{ kind: 'ServiceAccount', name: expression('include "fluent-bit.serviceAccountName" (index .Subcharts "fluent-bit")'), namespace: release.namespace }],
  });
  const monitored = onlyWhen(template, 'monitored', values.monitors.enabled);
  podMonitor(monitored, 'monitor', { name: nameOf(COMPONENT), labels }, {
    jobLabel: 'app.kubernetes.io/name',
    selector: { matchLabels: selectorLabels(COMPONENT) },
    podMetricsEndpoints: [
      { port: 'http', path: '/api/v2/metrics/prometheus', relabelings: [nodeOfPod] },
      { port: 'counts', path: '/metrics', relabelings: [nodeOfPod] },
    ],
  });
}
