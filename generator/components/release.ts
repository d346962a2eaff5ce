import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../chart.ts';
import { Template, chart, describe, onlyWhen, or, type Templates } from '../helm/index.ts';
import { labelsOf } from './names.ts';

/** Name of the objects that say which release is where. */
export const MARKER = chartInfo.name;

/** Facts about the release that components and checks read. */
export function release(templates: Templates): void {
  const template = new Template(templates, 'release', {
    about: 'Facts about this release that components and checks read.',
    source: 'generator/components/release.ts',
  });
  const metadata = { name: MARKER, labels: labelsOf('release') };
  describe(
    new k8s.KubeConfigMap(template, 'facts', { metadata, data: { CLUSTER_ID: values.global.clusterName, VERSION: chart.version } }),
    'OpenCost reads the name of the cluster here. A second release in this namespace is recognised by it.',
  );
  const once = onlyWhen(template, 'once-in-a-cluster', or(values.prometheus.enabled, values.dcgm.enabled, values.neuron.enabled));
  describe(
    new k8s.KubeClusterRole(once, 'view', {
      metadata: { name: MARKER, labels: { ...labelsOf('release'), 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ apiGroups: ['monitoring.coreos.com'], resources: ['servicemonitors', 'podmonitors', 'prometheusrules', 'alertmanagerconfigs'], verbs: ['get', 'list', 'watch'] }],
    }),
    'Lets who may view a namespace see its monitors and rules. Prometheus and the exporters exist once in a cluster: a second release with them is recognised by this role.',
  );
}
