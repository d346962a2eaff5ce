import { describe, expect, test } from 'vitest';
import { prometheusObject } from '../lab/prometheus-object.ts';
import { labConfig, labRules, type LabSettings, type PrometheusConfig } from '../lab/prometheus-config.ts';

const settings: LabSettings = {
  kubeconfig: '/lab/kubeconfig',
  proxyUrl: 'http://127.0.0.1:1',
  ruleFiles: '/lab/rules/*.yaml',
  scrapeInterval: '5s',
  evaluationInterval: '10s',
};

const generated: PrometheusConfig = {
  global: { scrape_interval: '30s', evaluation_interval: '30s', external_labels: { prometheus_replica: '$(POD_NAME)' } },
  rule_files: ['/etc/prometheus/rules/prometheus-x-rulefiles-0/*.yaml'],
  scrape_configs: [
    {
      job_name: 'serviceMonitor/monitoring/kubelet/0',
      scheme: 'https',
      honor_labels: true,
      scrape_interval: '1m',
      tls_config: { insecure_skip_verify: true },
      authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
      kubernetes_sd_configs: [{ role: 'endpoints', namespaces: { names: ['kube-system'] } }],
      relabel_configs: [
        { source_labels: ['__tmp_hash'], regex: '$(SHARD)', action: 'keep' },
        { target_label: '__scheme__', replacement: 'https' },
      ],
    },
  ],
  alerting: { alertmanagers: [{ scheme: 'http', kubernetes_sd_configs: [{ role: 'endpoints' }] }] },
};

describe('the configuration of the operator, in the lab', () => {
  const config = labConfig(generated, settings);
  const [job] = config.scrape_configs ?? [];

  test('sends every request through the proxy, without credentials', () => {
    expect(job).toMatchObject({ scheme: 'http', proxy_url: 'http://127.0.0.1:1' });
    expect(job).not.toHaveProperty('tls_config');
    expect(job).not.toHaveProperty('authorization');
    expect(JSON.stringify(job)).not.toContain('__scheme__');
  });

  test('asks the API of the lab for targets, in the namespaces that the monitor names', () => {
    expect(job?.['kubernetes_sd_configs']).toEqual([{ role: 'endpoints', namespaces: { names: ['kube-system'] }, kubeconfig_file: '/lab/kubeconfig' }]);
    expect(config.alerting?.alertmanagers?.[0]).toMatchObject({ kubernetes_sd_configs: [{ kubeconfig_file: '/lab/kubeconfig' }], proxy_url: 'http://127.0.0.1:1' });
  });

  test('knows what the pod would know', () => {
    expect(config.global).toMatchObject({ external_labels: { prometheus_replica: 'prometheus-lab-0' } });
    expect(JSON.stringify(job)).toContain('"regex":"0"');
  });

  test('is faster than a cluster, whatever a monitor says', () => {
    expect(config.global).toMatchObject({ scrape_interval: '5s', scrape_timeout: '5s', evaluation_interval: '10s' });
    expect(job).toMatchObject({ scrape_interval: '5s', scrape_timeout: '5s' });
    expect(labRules({ groups: [{ name: 'gpu', interval: '1m', rules: [] }] }, settings)).toEqual({ groups: [{ name: 'gpu', interval: '10s', rules: [] }] });
  });

  test('reads rules from this machine, and none where there were none', () => {
    expect(config.rule_files).toEqual(['/lab/rules/*.yaml']);
    expect(labConfig({ rule_files: [] }, settings).rule_files).toEqual([]);
  });

  test('keeps the rest', () => {
    expect(job).toMatchObject({ job_name: 'serviceMonitor/monitoring/kubelet/0', honor_labels: true });
  });
});

describe('the Prometheus object that stands in for the one of the stack', () => {
  const objectOf = (prometheusSpec: object) =>
    prometheusObject({
      name: 'x-prometheus',
      namespace: 'monitoring',
      release: 'x',
      values: { global: { clusterName: 'lab' }, 'kube-prometheus-stack': { prometheus: { prometheusSpec } } },
    });

  test('selects by the release label, as the stack does when it is told nothing', () => {
    expect(objectOf({})['spec']).toMatchObject({ serviceMonitorSelector: { matchLabels: { release: 'x' } }, serviceMonitorNamespaceSelector: {} });
  });

  test('selects what the values say', () => {
    const spec = objectOf({ podMonitorSelectorNilUsesHelmValues: false, probeSelector: { matchLabels: { a: 'b' } } })['spec'];
    expect(spec).toMatchObject({ podMonitorSelector: {}, probeSelector: { matchLabels: { a: 'b' } } });
  });

  test('puts global values and the release into templates, as Helm would', () => {
    const scrapeClasses = [{ name: 'all', relabelings: [{ targetLabel: 'cluster', replacement: '{{ .Values.global.clusterName }} of {{ .Release.Name }}' }] }];
    expect(objectOf({ scrapeClasses })['spec']).toMatchObject({ scrapeClasses: [{ relabelings: [{ replacement: 'lab of x' }] }] });
  });

  test('leaves out what is not set', () => {
    expect(objectOf({ externalLabels: {}, retention: '', enableFeatures: [], portName: 'http-web' })['spec']).toMatchObject({ replicas: 1, portName: 'http-web' });
    expect(Object.keys(objectOf({ externalLabels: {}, retention: '', enableFeatures: [] })['spec'] as object)).not.toContain('externalLabels');
  });
});
