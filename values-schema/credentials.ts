import { objectName, section } from './define.ts';

export const credentials = section('Passwords and certificates are made once, on the first install, and kept over upgrades, rollbacks and uninstall. Where Helm cannot see the cluster (Argo CD, `helm template`) give Secrets of your own.', {
  opensearch: section('Users of OpenSearch: admin, writer (Fluent Bit), reader (Grafana, MCP).', {
    existingSecret: objectName({
      default: '',
      description: 'Your Secret with the keys `admin-password`, `writer-password`, `reader-password` (letters and digits). Call it `observability-opensearch-users`, the name that OpenSearch and Fluent Bit read.',
    }),
    existingTlsSecret: objectName({
      default: '',
      description: 'Your Secret with the keys `ca.crt`, `tls.crt`, `tls.key` (PKCS#8), for example of cert-manager. Call it `observability-opensearch-tls`, the name that OpenSearch and Fluent Bit mount.',
    }),
  }),
});
