import { include, note, when } from '../../helm/index.ts';
import { fixedNames } from '../names.ts';
import { toOpenSearch } from '../network-policy.ts';
import { hasOpenSearchCa, openSearchReader, openSearchUrl } from '../wiring.ts';
import { listenOn } from './proxy.ts';
import type { Server } from './server.ts';

const PORT = 9900;
const { host, port } = listenOn({ name: 'opensearch', port: PORT });
const CA = '/etc/opensearch';

export const openSearchServer: Server = {
  name: 'opensearch',
  about: 'MCP server of OpenSearch: logs, as the user who only reads.',
  port: PORT,
  user: 1000,
  container: {
    args: ['--transport', 'stream', '--host', `${host}`, '--port', `${port}`],
    env: [
      { name: 'OPENSEARCH_URL', value: include(openSearchUrl) },
      { name: 'OPENSEARCH_USERNAME', value: include(openSearchReader) },
      { name: 'OPENSEARCH_PASSWORD', valueFrom: { secretKeyRef: { name: fixedNames.openSearchUsers, key: 'reader-password' } } },
      { name: 'OPENSEARCH_SSL_VERIFY', value: 'true' },
      when(hasOpenSearchCa, { name: 'OPENSEARCH_CA_CERT_PATH', value: `${CA}/ca.crt` }),
      { name: 'OPENSEARCH_SETTINGS_ALLOW_WRITE', value: 'false' },
      // A caller who names an address of its own is refused (0.12; up to 0.11 it was sent the password).
      { name: 'OPENSEARCH_DYNAMIC_CONNECTION', value: 'false' },
      { name: 'OPENSEARCH_DISABLED_TOOLS', value: 'GenericOpenSearchApiTool' },
      note('Patterns of log lines and what has changed since before, and PPL; all of them read.', { name: 'OPENSEARCH_ENABLED_CATEGORIES', value: 'analytics' }),
      { name: 'OPENSEARCH_QUERY_TIMEOUT', value: '30s' },
      { name: 'OPENSEARCH_MAX_RESPONSE_SIZE', value: String(10 * 1024 * 1024) },
    ],
    volumeMounts: [when(hasOpenSearchCa, { name: 'opensearch-ca', mountPath: CA, readOnly: true })],
  },
  health: '/health',
  pod: {
    hostAliases: note('At its start it fetches more tools from there, whatever they are by then: so it is refused at once, not after 30 s.', [
      { ip: '127.0.0.1', hostnames: ['raw.githubusercontent.com'] },
    ]),
    volumes: [when(hasOpenSearchCa, { name: 'opensearch-ca', secret: { secretName: fixedNames.openSearchTls, items: [{ key: 'ca.crt', path: 'ca.crt' }] } })],
  },
  egress: [toOpenSearch()],
};
