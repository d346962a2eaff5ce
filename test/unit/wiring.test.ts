import { describe, expect, it } from 'vitest';
import { danglingReferences, type Manifest } from '../wiring.ts';

const NAMESPACE = 'monitoring';

const lost = (...manifests: Manifest[]) => danglingReferences(manifests, { namespace: NAMESPACE }).map(({ via, to }) => `${via} → ${to}`);

const object = (kind: string, name: string, rest: object = {}, labels = {}): Manifest => ({ apiVersion: 'v1', kind, metadata: { name, labels }, ...rest });
const secret = (name: string, ...keys: string[]) => object('Secret', name, { stringData: Object.fromEntries(keys.map(key => [key, 'value'])) });
const configMap = (name: string, data: Record<string, string> = {}, labels = {}) => object('ConfigMap', name, { data }, labels);
const service = (name: string, ports: object[] = [{ name: 'http', port: 9090 }], selector?: object, labels = {}) => object('Service', name, { spec: { ports, selector } }, labels);
const deployment = (name: string, container: object = {}, spec: object = {}, labels: object = { app: name }) =>
  object('Deployment', name, { spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'main', ...container }], ...spec } } } });
const secretKey = (name: string, key: string, optional = false) => ({ env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name, key, optional } } }] });
const mounting = (...volumes: object[]) => ({ volumes: volumes.map((volume, index) => ({ name: `v${index}`, ...volume })) });

describe('pods', () => {
  it('find the key of a Secret they read', () => {
    expect(lost(deployment('app', secretKey('login', 'password')), secret('login', 'password'))).toEqual([]);
    expect(lost(deployment('app', secretKey('login', 'password')), secret('login', 'user'))).toEqual(['env PASSWORD → key password of Secret monitoring/login']);
  });

  it('may go without what is optional', () => {
    expect(lost(deployment('app', secretKey('login', 'password', true)))).toEqual([]);
  });

  it('need the Secrets, ConfigMaps and claims they mount, alone or projected', () => {
    const spec = mounting({ secret: { secretName: 'tls' } }, { configMap: { name: 'settings', items: [{ key: 'a.yaml' }] } }, { persistentVolumeClaim: { claimName: 'data' } }, { projected: { sources: [{ secret: { name: 'ca' } }] } });
    expect(lost(deployment('app', {}, spec), configMap('settings', { 'b.yaml': '' }))).toEqual([
      'volume v0 → Secret monitoring/tls',
      'volume v1 → key a.yaml of ConfigMap monitoring/settings',
      'volume v2 → PersistentVolumeClaim monitoring/data',
      'volume v3 → Secret monitoring/ca',
    ]);
  });

  it('need their service account and what envFrom names, also in init containers', () => {
    expect(lost(deployment('app', {}, { serviceAccountName: 'app', initContainers: [{ name: 'first', envFrom: [{ secretRef: { name: 'users' } }] }] }))).toEqual(['serviceAccountName → ServiceAccount monitoring/app', 'envFrom → Secret monitoring/users']);
  });

  it('are not looked for in another namespace', () => {
    const elsewhere = { ...secret('login', 'password'), metadata: { name: 'login', namespace: 'default' } };
    expect(lost(deployment('app', secretKey('login', 'password')), elsewhere)).toHaveLength(1);
  });
});

describe('addresses', () => {
  const url = (value: string) => deployment('app', { args: [`--url=${value}`] });
  const via = 'spec.template.spec.containers.0.args.0';

  it('in full need the Service and its port', () => {
    expect(lost(url('http://prometheus.monitoring.svc:9090/api'), service('prometheus'))).toEqual([]);
    expect(lost(url('http://prometheus.monitoring.svc.cluster.local:9091'), service('prometheus'))).toEqual([`${via} → port 9091 of Service monitoring/prometheus`]);
    expect(lost(url('http://prometheus.default.svc:9090'), service('prometheus'))).toEqual([`${via} → port 9090 of Service default/prometheus`]);
  });

  it('without a port stand for that of the scheme', () => {
    expect(lost(url('http://grafana.monitoring.svc'), service('grafana', [{ port: 80 }]))).toEqual([]);
    expect(lost(url('https://grafana.monitoring.svc'), service('grafana', [{ port: 80 }]))).toEqual([`${via} → port 443 of Service monitoring/grafana`]);
  });

  it('may be short, while public hosts and localhost are none', () => {
    expect(lost(url('http://prometheus:9090/'))).toEqual([`${via} → port 9090 of Service monitoring/prometheus`]);
    expect(lost(url('http://prometheus.monitoring:9090'))).toEqual([`${via} → port 9090 of Service monitoring/prometheus`]);
    expect(lost(url('https://grafana.com/docs'), url('http://localhost:3000'), url('https://prometheus.io'))).toEqual([]);
  });

  it('stand as bare hosts in configuration files and variables', () => {
    expect(lost(configMap('logs', { 'fluent-bit.yaml': 'outputs:\n  - name: opensearch\n    host: "opensearch"\n' }))).toEqual(['data.fluent-bit.yaml → Service monitoring/opensearch']);
    expect(lost(deployment('app', { env: [{ name: 'discovery.seed_hosts', value: 'opensearch-headless' }, { name: 'network.host', value: '0.0.0.0' }] }))).toEqual(['env discovery.seed_hosts → Service monitoring/opensearch-headless']);
  });

  it('of what is known to be elsewhere are let through', () => {
    const mimir = url('http://mimir.mimir.svc:8080');
    expect(danglingReferences([mimir], { namespace: NAMESPACE, elsewhere: [/^port 8080 of Service mimir\/mimir$/] })).toEqual([]);
    expect(lost(mimir)).toHaveLength(1);
  });
});

describe('configuration files', () => {
  const spec = mounting({ configMap: { name: 'logs' } });
  const logs = configMap('logs', { 'fluent-bit.yaml': 'http_passwd: ${PASSWORD}', 'run.sh': 'echo ${HOME_OF_SCRIPT}' });

  it('read only variables that the pod has', () => {
    expect(lost(deployment('app', { env: [{ name: 'PASSWORD', value: 'x' }] }, spec), logs)).toEqual([]);
    expect(lost(deployment('app', {}, spec), logs)).toEqual(['ConfigMap monitoring/logs fluent-bit.yaml → environment variable PASSWORD']);
  });

  it('may read keys of a Secret given with envFrom, and are not judged where that is the user\'s own', () => {
    const envFrom = { envFrom: [{ secretRef: { name: 'users', optional: true } }] };
    expect(lost(deployment('app', envFrom, spec), logs, secret('users', 'PASSWORD'))).toEqual([]);
    expect(lost(deployment('app', envFrom, spec), logs, secret('users', 'OTHER'))).toHaveLength(1);
    expect(lost(deployment('app', envFrom, spec), logs)).toEqual([]);
  });

  it('need what is optional for the pod', () => {
    expect(lost(deployment('app', secretKey('login', 'password', true), spec), logs, secret('login', 'password'))).toEqual([]);
    expect(lost(deployment('app', secretKey('login', 'password', true), spec), logs)).toEqual(['ConfigMap monitoring/logs fluent-bit.yaml, env PASSWORD → key password of Secret monitoring/login']);
  });

  it('of OpenSearch users count too', () => {
    const users = object('Secret', 'security', { data: { 'internal_users.yml': Buffer.from('writer: {hash: "${envbc.WRITER}"}').toString('base64') } });
    expect(lost(deployment('app', {}, mounting({ secret: { secretName: 'security' } })), users)).toEqual(['Secret monitoring/security internal_users.yml → environment variable WRITER']);
  });
});

describe('Grafana', () => {
  const dashboard = (uid: string) => configMap('board', { 'a.json': JSON.stringify({ panels: [{ datasource: { uid }, targets: [{ datasource: { uid: '${datasource}' } }] }] }) }, { grafana_dashboard: '1' });
  const source = configMap('sources', { 'a.yaml': 'datasources: [{name: Prometheus, uid: prometheus, basicAuthPassword: $READER}]' }, { grafana_datasource: '1' });
  const grafana = deployment('grafana', { name: 'grafana', env: [{ name: 'READER', value: 'x' }] });

  it('has every data source that a dashboard names', () => {
    expect(lost(dashboard('prometheus'), source, grafana)).toEqual([]);
    expect(lost(dashboard('-- Grafana --'), source, grafana)).toEqual([]);
    expect(lost(dashboard('opensearch'), source, grafana)).toEqual(['datasource → data source opensearch']);
  });

  it('of the user has the user\'s data sources', () => {
    expect(lost(dashboard('opensearch'))).toEqual([]);
  });

  it('has the variables that data sources read', () => {
    expect(lost(source, deployment('grafana', { name: 'grafana' }))).toEqual(['a.yaml → environment variable READER']);
  });
});

describe('selectors', () => {
  const app = deployment('app', { ports: [{ name: 'metrics', containerPort: 9400 }] });
  const monitor = (kind: string, port: string, spec: object = {}) => object(kind, 'monitor', { spec: { selector: { matchLabels: { app: 'app' } }, [kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints']: [{ port }], ...spec } });

  it('of Services match pods', () => {
    expect(lost(app, service('app', [], { app: 'app' }))).toEqual([]);
    expect(lost(app, service('app', [], { app: 'other' }))).toEqual(['selector → pods with app=other']);
  });

  it('of Services match the pods that the Prometheus Operator will make', () => {
    const alias = service('metrics', [], { 'operator.prometheus.io/name': 'main' });
    expect(lost(app, alias, object('Prometheus', 'main', { spec: {} }))).toEqual([]);
    expect(lost(app, alias, object('Prometheus', 'other', { spec: {} }))).toHaveLength(1);
    expect(lost(app, alias, service('stack', [], { 'operator.prometheus.io/name': 'main' }, { 'self-monitor': 'true' }))).toEqual([]);
    expect(lost(app, alias)).toHaveLength(1);
  });

  it('of NetworkPolicies and PodDisruptionBudgets match pods', () => {
    const policy = (label: string) => object('NetworkPolicy', 'policy', { spec: { podSelector: { matchLabels: { app: label } } } });
    const budget = (label: string) => object('PodDisruptionBudget', 'budget', { spec: { selector: { matchLabels: { app: label } } } });
    expect(lost(app, policy('app'), budget('app'))).toEqual([]);
    expect(lost(app, policy('other'), budget('another'))).toEqual(['selector → pods with app=other', 'selector → pods with app=another']);
  });

  it('of monitors match pods or Services with the named port', () => {
    expect(lost(app, monitor('PodMonitor', 'metrics'))).toEqual([]);
    expect(lost(app, monitor('PodMonitor', 'http'))).toEqual(['selector → port http of something with app=app']);
    expect(lost(app, monitor('ServiceMonitor', 'http'), service('app', [{ name: 'http', port: 80 }], { app: 'app' }, { app: 'app' }))).toEqual([]);
    expect(lost(app, monitor('ServiceMonitor', 'http'))).toHaveLength(1);
  });

  it('that look beyond the release are left out', () => {
    expect(lost(app, monitor('PodMonitor', 'http', { namespaceSelector: { any: true } }))).toEqual([]);
    expect(lost(app, monitor('ServiceMonitor', 'http', { namespaceSelector: { matchNames: ['kube-system'] } }))).toEqual([]);
  });
});

describe('other objects', () => {
  it('bind roles and accounts that exist', () => {
    const binding = (role: string) => object('ClusterRoleBinding', 'binding', { roleRef: { kind: 'ClusterRole', name: role }, subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: NAMESPACE }] });
    expect(lost(binding('reader'), object('ClusterRole', 'reader'), object('ServiceAccount', 'app'))).toEqual([]);
    expect(lost(binding('view'), object('ServiceAccount', 'app'))).toEqual([]);
    expect(lost(binding('reader'))).toEqual(['roleRef → ClusterRole reader', 'subjects → ServiceAccount monitoring/app']);
  });

  it('of the Prometheus Operator name keys that exist', () => {
    const monitor = { ...object('PodMonitor', 'monitor', { spec: { podMetricsEndpoints: [{ tlsConfig: { ca: { configMap: { name: 'ca', key: 'ca.crt' } }, keySecret: { name: 'tls', key: 'tls.key' } } }] } }), apiVersion: 'monitoring.coreos.com/v1' };
    expect(lost(monitor, configMap('ca', { 'ca.crt': '' }), secret('tls', 'tls.key'))).toEqual([]);
    expect(lost(monitor)).toEqual(['podMetricsEndpoints.0.tlsConfig.ca.configMap → key ca.crt of ConfigMap monitoring/ca', 'podMetricsEndpoints.0.tlsConfig.keySecret → key tls.key of Secret monitoring/tls']);
  });

  it('name Services that exist', () => {
    expect(lost(object('StatefulSet', 'store', { spec: { serviceName: 'store-headless' } }))).toEqual(['serviceName → Service monitoring/store-headless']);
    expect(lost(object('Prometheus', 'main', { spec: { alerting: { alertmanagers: [{ name: 'alertmanager', port: 'http-web' }] } } }), service('alertmanager'))).toEqual(['alerting → port http-web of Service monitoring/alertmanager']);
    const ingress = object('Ingress', 'ui', { spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'grafana', port: { number: 80 } } } }] } }] } });
    expect(lost(ingress)).toEqual(['backend → port 80 of Service monitoring/grafana']);
  });
});
