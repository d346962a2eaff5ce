import { image, resources, seconds, section, stringMap, toggle, tolerations } from './define.ts';

export const opensearchExporter = section('Exporter of OpenSearch, of this release or brought along: what the dashboard *The stack itself* and the alerts of the store read. It asks as the user `monitor`.', {
  enabled: toggle({ default: true, description: 'Metrics of OpenSearch.' }),
  interval: seconds({ default: '30s', description: 'How often it asks.' }),
  image: image('quay.io', 'prometheuscommunity/elasticsearch-exporter', 'v1.11.0'),
  resources: resources({ default: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } } as never, description: 'Requests and limits of the container.' }),
  checks: section('Questions that have no metric: does it answer, until when is its certificate valid, did a policy or a snapshot fail? blackbox_exporter asks them in the same pod.', {
    image: image('quay.io', 'prometheus/blackbox-exporter', 'v0.28.0'),
    resources: resources({ default: { requests: { cpu: '10m', memory: '24Mi' }, limits: { memory: '64Mi' } } as never, description: 'Requests and limits of the container.' }),
  }),
  serviceAccountAnnotations: stringMap({ default: {}, description: 'Annotations of its ServiceAccount, such as `eks.amazonaws.com/role-arn` where `external.opensearch.aws.region` is set: it then signs its requests, and the checks are left out.' }),
  nodeSelector: stringMap({ default: {}, description: 'Labels of the nodes for its pod.' }),
  tolerations: tolerations({ default: [], description: 'Taints that it tolerates.' }),
});
