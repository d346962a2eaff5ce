import { values } from '../../chart.ts';
import { ROOT, include, note, pipeline, release, when } from '../../helm/index.ts';
import { fixedNames } from '../names.ts';
import { hasOpenSearchCa, openSearchReader, openSearchUrl } from '../wiring.ts';
import { portFrom, toStore } from './network-policy.ts';
import { HTTP, type Server } from './server.ts';

const PORT = 9900;
const CA = '/etc/opensearch';

export const openSearchServer: Server = {
  name: 'opensearch',
  about: 'MCP server of OpenSearch: logs, as the user who only reads.',
  port: PORT,
  user: 1000,
  container: {
    args: ['--transport', 'stream', '--host', '0.0.0.0', '--port', String(PORT)],
    env: [
      { name: 'OPENSEARCH_URL', value: include(openSearchUrl) },
      { name: 'OPENSEARCH_USERNAME', value: include(openSearchReader) },
      { name: 'OPENSEARCH_PASSWORD', valueFrom: { secretKeyRef: { name: fixedNames.openSearchUsers, key: 'reader-password' } } },
      { name: 'OPENSEARCH_SSL_VERIFY', value: 'true' },
      when(hasOpenSearchCa, { name: 'OPENSEARCH_CA_CERT_PATH', value: `${CA}/ca.crt` }),
      { name: 'OPENSEARCH_SETTINGS_ALLOW_WRITE', value: 'false' },
      // 0.11 no longer offers a caller to name an address, but still takes one: only the NetworkPolicy keeps the password here.
      { name: 'OPENSEARCH_DYNAMIC_CONNECTION', value: 'false' },
      { name: 'OPENSEARCH_DISABLED_TOOLS', value: 'GenericOpenSearchApiTool' },
    ],
    volumeMounts: [when(hasOpenSearchCa, { name: 'opensearch-ca', mountPath: CA, readOnly: true })],
  },
  probe: { httpGet: { path: '/health', port: HTTP } },
  pod: {
    hostAliases: note('At its start it fetches more tools from there, whatever they are by then: so it is refused at once, not after 30 s.', [
      { ip: '127.0.0.1', hostnames: ['raw.githubusercontent.com'] },
    ]),
    volumes: [when(hasOpenSearchCa, { name: 'opensearch-ca', secret: { secretName: fixedNames.openSearchTls, items: [{ key: 'ca.crt', path: 'ca.crt' }] } })],
  },
  egress: toStore({
    inRelease: values.opensearch.enabled,
    url: openSearchUrl,
    namespace: release.namespace,
    labels: {
      'app.kubernetes.io/name': pipeline('(index .Subcharts "opensearch").Values.nameOverride | default "opensearch"'),
      'app.kubernetes.io/instance': release.name,
    },
    port: portFrom(`(index ${ROOT}.Subcharts "opensearch").Values.httpPort`),
  }),
};
