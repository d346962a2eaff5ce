import { k8s } from 'cdk8s-plus-28';
import { values } from '../../chart.ts';
import { Template, describe, isSet, not, onlyWhen, pipeline, release, type Templates } from '../../helm/index.ts';
import { fixedNames, labelsOf } from '../names.ts';
import { tcp } from '../network-policy.ts';
import { keep, passwordOf } from '../secrets.ts';
import { bootstrap } from './bootstrap.ts';
import { certificates } from './certificates.ts';
import { janitor } from './janitor.ts';
import { users } from './roles.ts';
import { securityFiles } from './security.ts';

const COMPONENT = 'opensearch';
const { openSearch, openSearchSecurity, openSearchUsers } = fixedNames;

/** OpenSearch: passwords, certificates, who reaches it, and what has to be in it. */
export function opensearch(templates: Templates): void {
  store(templates);
  bootstrap(templates);
  janitor(templates);
}

function store(templates: Templates): void {
  const template = new Template(templates, 'opensearch', {
    about: 'Passwords and certificates of OpenSearch, in place of the demo ones of its image.',
    source: 'generator/components/opensearch/index.ts',
    when: values.opensearch.enabled,
  });
  const own = onlyWhen(template, 'users', not(isSet(values.credentials.opensearch.existingSecret)));
  describe(
    new k8s.KubeSecret(own, 'secret', {
      metadata: { name: openSearchUsers, labels: labelsOf(COMPONENT), annotations: keep },
      type: 'Opaque',
      data: Object.fromEntries(['admin', ...users.map(({ who }) => who)].map(who => `${who}-password`).map(key => [key, passwordOf(openSearchUsers, key)])),
    }),
    'Made on the first install and kept. A password that is changed here is changed in OpenSearch by the next helm upgrade; then restart who logs in with it.',
  );
  certificates(template);
  describe(
    new k8s.KubeSecret(template, 'security', { metadata: { name: openSearchSecurity, labels: labelsOf(COMPONENT) }, type: 'Opaque', stringData: securityFiles }),
    'Holds no password: OpenSearch takes the admin’s from its environment and hashes it.',
  );
  reachable(template);
}

/** Who reaches OpenSearch: this namespace, and who is named in the values. What it reaches itself (its nodes, a bucket for snapshots) is left open. */
function reachable(template: Template): void {
  const on = onlyWhen(template, 'network-policy', values.networkPolicies.enabled);
  const nodes = { 'app.kubernetes.io/name': pipeline('(index .Subcharts "opensearch").Values.nameOverride | default "opensearch"'), 'app.kubernetes.io/instance': release.name };
  describe(
    new k8s.KubeNetworkPolicy(on, 'reachable', {
      metadata: { name: openSearch, labels: labelsOf(COMPONENT) },
      spec: {
        podSelector: { matchLabels: nodes },
        policyTypes: ['Ingress'],
        ingress: [
          { ports: [tcp(9200)], from: [{ podSelector: {} }, ...values.networkPolicies.extraIngressFrom] },
          { ports: [tcp(9300)], from: [{ podSelector: { matchLabels: nodes } }] },
        ],
      },
    }),
    'Asked from this namespace only; its nodes talk to each other.',
  );
}
