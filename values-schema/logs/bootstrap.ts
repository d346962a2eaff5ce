import { image, resources, section, stringMap, toggle, tolerations } from '../define.ts';

export const bootstrap = section('What puts users, roles, index templates, policies and aliases into OpenSearch: a Job at each install, upgrade and rollback, a CronJob that makes again what was lost with a volume, and one that keeps sizes. They need little more than curl.', {
  enabled: toggle({ default: true, description: 'The Job and the CronJobs. Without them OpenSearch knows its admin only, and you make the rest.' }),
  image: image('docker.io', 'curlimages/curl', '8.17.0'),
  resources: resources({ default: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } } as never, description: 'Requests and limits of their pods.' }),
  nodeSelector: stringMap({ default: {}, description: 'Labels of the nodes for their pods.' }),
  tolerations: tolerations({ default: [], description: 'Taints that they tolerate.' }),
});
