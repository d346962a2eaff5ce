import { toggledDependency } from './define.ts';

const user = (name: string) => ({ secretKeyRef: { name: 'observability-opensearch-users', key: `${name}-password`, optional: true } });

/** Plugin version: the newest that supports Grafana ≥ 10.4 and OpenSearch 3 (grafana/opensearch-datasource releases). */
const OPENSEARCH_PLUGIN = 'grafana-opensearch-datasource@2.34.2';

/** Grafana 13 has no SigV4 in its own data source of Prometheus any more (grafana/grafana-amazonprometheus-datasource, README). */
const AMP_PLUGIN = 'grafana-amazonprometheus-datasource@3.2.0';
const AMP = '.Values.global.amp.workspace';
const PLUGINS = `${OPENSEARCH_PLUGIN}{{ if ${AMP} }},${AMP_PLUGIN}{{ end }}`;

export const grafana = toggledDependency(
  {
    description: 'Grafana: values of the chart grafana of grafana-community.',
    defaults: {
      admin: { existingSecret: '{{ .Release.Name }}-grafana-admin', userKey: 'admin-user', passwordKey: 'admin-password' },
      env: { GF_PLUGINS_PREINSTALL: PLUGINS, GF_AUTH_SIGV4_AUTH_ENABLED: `{{ if ${AMP} }}true{{ else }}false{{ end }}` },
      envValueFrom: {
        OPENSEARCH_PASSWORD: user('reader'),
        OPENSEARCH_CA: { secretKeyRef: { name: 'observability-opensearch-tls', key: 'ca.crt', optional: true } },
      },
      'grafana.ini': { analytics: { check_for_updates: false, check_for_plugin_updates: false, reporting_enabled: false }, users: { default_theme: 'system' } },
      rbac: { namespaced: true },
      sidecar: {
        dashboards: {
          enabled: true,
          label: 'grafana_dashboard',
          labelValue: '1',
          resource: 'configmap',
          folderAnnotation: 'grafana_folder',
          provider: { foldersFromFilesStructure: true },
        },
        datasources: { enabled: true, label: 'grafana_datasource', labelValue: '1', resource: 'configmap' },
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '192Mi' } },
      },
      deploymentStrategy: { type: 'Recreate' },
      initChownData: { enabled: false },
      testFramework: { enabled: false },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    },
    notes: {
      'admin.existingSecret': 'Made by this chart on the first install. Name a Secret of your own here and none is made.',
      'env.GF_PLUGINS_PREINSTALL': 'Installed beside the start: without a way out to grafana.com Grafana starts all the same, without logs.',
      'env.GF_AUTH_SIGV4_AUTH_ENABLED': 'Lets data sources sign their requests, for `global.amp`.',
      envValueFrom: 'Read by the data source of OpenSearch.',
      'rbac.namespaced': 'The sidecars read this namespace only. To pick up dashboards of all namespaces: false, with sidecar.dashboards.searchNamespace=ALL; that role reads every Secret of the cluster.',
      deploymentStrategy: 'With a volume that only one pod may mount, a rolling update would wait for ever.',
      initChownData: 'Would run as root.',
      testFramework: '`helm test` is done by this chart.',
    },
  },
  { default: true, description: 'Grafana with the dashboards and data sources.' },
);
