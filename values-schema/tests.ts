import { image, section, toggle } from './define.ts';

export const tests = section('`helm test`: asks from inside the cluster whether Prometheus answers and Grafana and OpenSearch are healthy, where they are on.', {
  enabled: toggle({ default: true, description: 'The test pod; it exists only while `helm test` runs.' }),
  image: image('docker.io', 'curlimages/curl', '8.17.0'),
});
