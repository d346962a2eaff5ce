import { choice, objectName, section } from './define.ts';

export const credentials = section('Passwords and certificates are made once, on the first install, and kept over upgrades, rollbacks and uninstall. Where Helm cannot see the cluster (Argo CD, `helm template`) give Secrets of your own.', {
  opensearch: section('Users of OpenSearch: admin, writer (Fluent Bit), reader (Grafana, MCP), monitor (exporter), janitor (deletes the oldest indices).', {
    existingSecret: objectName({
      default: '',
      description: 'Your Secret with the keys `admin-password`, `writer-password`, `reader-password`, `monitor-password`, `janitor-password` (letters and digits, 20 or more). Call it `observability-opensearch-users`, the name that OpenSearch and Fluent Bit read.',
    }),
    existingTlsSecret: objectName({
      default: '',
      description: 'Your Secret with the keys `ca.crt`, `tls.crt`, `tls.key` (PKCS#8; `CN=observability-opensearch`) and, for the bootstrap Job, `admin.crt`, `admin.key` (`CN=observability-opensearch-admin`, the same authority). Without the latter two the Job logs in as `admin`, of whom OpenSearch then learns another password when it restarts only. Call it `observability-opensearch-tls`, the name that OpenSearch and Fluent Bit mount.',
    }),
    certManager: section('Certificates by cert-manager in place of the chart’s own: renewed by themselves and taken up without a restart.', {
      issuer: objectName({ default: '', description: 'Name of an issuer whose certificates come with their authority (`ca.crt`): one of the kinds CA, Vault or the like.' }),
      kind: choice(['Issuer', 'ClusterIssuer'], { default: 'Issuer', description: 'An issuer of this namespace or of the cluster.' }),
    }),
  }),
});
