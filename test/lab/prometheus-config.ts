type Entry = Readonly<Record<string, unknown>>;

/** What the lab reads and changes of a Prometheus configuration; all else stays as it is. */
export interface PrometheusConfig extends Entry {
  readonly global?: Entry;
  readonly scrape_configs?: readonly Entry[];
  readonly alerting?: Entry & { readonly alertmanagers?: readonly Entry[] };
  readonly rule_files?: readonly string[];
}

/** Rule files as the operator writes them. */
export interface RuleFile {
  readonly groups: readonly (Entry & { readonly name: string })[];
}

/** Where the lab's Prometheus finds what the one in the cluster finds in its pod. */
export interface LabSettings {
  readonly kubeconfig: string;
  readonly proxyUrl: string;
  /** Where it writes besides, so that what it says of that is not empty. */
  readonly remoteStoreUrl?: string;
  /** Glob of the rule files on this machine. */
  readonly ruleFiles: string;
  /** Prometheus durations; the lab is faster than a cluster, so that rates are soon there. */
  readonly scrapeInterval: string;
  readonly evaluationInterval: string;
}

/** The changes that {@link labConfig} and {@link labRules} make, in words. */
export const changes = ({ remoteStoreUrl, scrapeInterval, evaluationInterval }: LabSettings): readonly string[] => [
  '$(SHARD) is 0 and $(POD_NAME) is a name, as the pod would set them',
  'Kubernetes is asked with the kubeconfig of the lab',
  'every request goes through the proxy of the lab, as plain HTTP and without the credentials that lie in pods',
  'rule files lie on this machine',
  ...(remoteStoreUrl ? ['what targets are up is also written to a store that takes everything'] : []),
  `scraped every ${scrapeInterval}, rules evaluated every ${evaluationInterval}`,
];

const podVariables: Readonly<Record<string, string>> = { '$(SHARD)': '0', '$(POD_NAME)': 'prometheus-lab-0' };

const credentials = ['tls_config', 'authorization', 'basic_auth', 'oauth2', 'bearer_token', 'bearer_token_file'];

/** The configuration that the operator generated, changed so that it works outside of the cluster. */
export function labConfig(generated: PrometheusConfig, settings: LabSettings): PrometheusConfig {
  const { scrapeInterval, evaluationInterval, ruleFiles, remoteStoreUrl } = settings;
  const pace = { scrape_interval: scrapeInterval, scrape_timeout: scrapeInterval };
  const config = withPodVariables(generated);
  return {
    ...config,
    global: { ...config.global, ...pace, evaluation_interval: evaluationInterval },
    scrape_configs: (config.scrape_configs ?? []).map((job) => ({ ...reachable(job, settings), ...pace })),
    ...(config.alerting && {
      alerting: { ...config.alerting, alertmanagers: (config.alerting.alertmanagers ?? []).map((each) => reachable(each, settings)) },
    }),
    ...(remoteStoreUrl && { remote_write: [{ name: 'lab', url: remoteStoreUrl, write_relabel_configs: [{ action: 'keep', source_labels: ['__name__'], regex: 'up' }] }] }),
    rule_files: config.rule_files?.length ? [ruleFiles] : [],
  };
}

/** Rule files with every group evaluated at the pace of the lab. */
export const labRules = (file: RuleFile, { evaluationInterval }: LabSettings): RuleFile => ({
  groups: file.groups.map((group) => ({ ...group, interval: evaluationInterval })),
});

function reachable(job: Entry, { kubeconfig, proxyUrl }: LabSettings): Entry {
  const open = Object.fromEntries(Object.entries(job).filter(([key]) => !credentials.includes(key)));
  const discoveries = (open['kubernetes_sd_configs'] as readonly Entry[] | undefined) ?? [];
  return {
    ...open,
    scheme: 'http',
    proxy_url: proxyUrl,
    relabel_configs: withoutScheme((open['relabel_configs'] as readonly Entry[] | undefined) ?? []),
    kubernetes_sd_configs: discoveries.map((discovery) => ({ ...discovery, kubeconfig_file: kubeconfig })),
  };
}

/** A relabeling to https would undo the change of the scheme. */
const withoutScheme = (relabelings: readonly Entry[]): readonly Entry[] =>
  relabelings.filter((relabeling) => relabeling['target_label'] !== '__scheme__');

const withPodVariables = (config: PrometheusConfig): PrometheusConfig =>
  JSON.parse(JSON.stringify(config), (_key, value: unknown) =>
    typeof value === 'string' ? Object.entries(podVariables).reduce((text, [variable, is]) => text.replaceAll(variable, is), value) : value,
  ) as PrometheusConfig;
