import { k8s } from 'cdk8s-plus-28';
import { values } from '../chart.ts';
import { Template, describe, include, release, type Templates } from '../helm/index.ts';
import { labelsOf } from './names.ts';
import { prometheusCrName } from './wiring.ts';

/** What the release adds to Prometheus. */
export function prometheus(templates: Templates): void {
  const template = new Template(templates, 'prometheus', {
    about: 'A second name for Prometheus of this release.',
    source: 'generator/components/prometheus.ts',
    when: values.prometheus.enabled,
  });
  describe(
    new k8s.KubeService(template, 'alias', {
      metadata: { name: `${release.name}-metrics`, labels: labelsOf('metrics') },
      spec: {
        type: 'ClusterIP',
        selector: { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': include(prometheusCrName) },
        ports: [{ name: 'http-web', port: 9090, targetPort: k8s.IntOrString.fromString('http-web') }],
      },
    }),
    'A dependency cannot compute the name of another one: OpenCost reaches Prometheus by this one, whatever the release is called.',
  );
}
