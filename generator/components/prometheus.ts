import { k8s } from 'cdk8s-plus-28';
import { Template, describe, include, or, release, when, type Templates } from '../helm/index.ts';
import { COMPONENT as PROXY, PORT as PROXY_PORT } from './amp/proxy.ts';
import { asksAmp } from './amp/workspace.ts';
import { labelsOf, selectorLabels } from './names.ts';
import { answersQueries, prometheusCrName } from './wiring.ts';

/** What the release adds to Prometheus. */
export function prometheus(templates: Templates): void {
  const template = new Template(templates, 'prometheus', {
    about: 'A second name for Prometheus of this release, or for the proxy before Amazon’s.',
    source: 'generator/components/prometheus.ts',
    when: or(answersQueries, asksAmp),
  });
  const ofPrometheus = { 'app.kubernetes.io/name': 'prometheus', 'operator.prometheus.io/name': include(prometheusCrName) };
  describe(
    new k8s.KubeService(template, 'alias', {
      metadata: { name: `${release.name}-metrics`, labels: labelsOf('metrics') },
      spec: {
        type: 'ClusterIP',
        ...when(asksAmp,
          { selector: selectorLabels(PROXY), ports: [{ name: 'http', port: 9090, targetPort: k8s.IntOrString.fromNumber(PROXY_PORT) }] },
          { selector: ofPrometheus, ports: [{ name: 'http-web', port: 9090, targetPort: k8s.IntOrString.fromString('http-web') }] }),
      },
    }),
    'A dependency cannot compute the name of another one: OpenCost reaches Prometheus by this one, whatever the release is called.',
  );
}
