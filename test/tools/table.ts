import { pinned, type Pinned } from './pins.ts';

/** Every Go program that the tests and the lab run. */
export type ToolName =
  | 'helm'
  | 'helm3'
  | 'helm-unittest'
  | 'promtool'
  | 'prometheus'
  | 'alertmanager'
  | 'amtool'
  | 'kubectl'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'etcd'
  | 'kwok'
  | 'prometheus-operator'
  | 'kube-state-metrics'
  | 'node_exporter';

/** How one tool is built, and when one from PATH is as good. */
export interface ToolSpec {
  /** Module of go.mod that pins the version. */
  readonly module: string;
  /** Folder of the main package in it, if not its root. */
  readonly command?: string;
  /** String variables set by the linker, so that the tool reports its version; the importing path of each with its value. */
  readonly stamp?: (version: Pinned) => Record<string, string>;
  readonly tags?: string;
  /** Files that the module is released without and that its build wants: path in it → text. */
  readonly lacks?: Readonly<Record<string, string>>;
  /** Names to look for on PATH, and arguments that print the version. Absent: the tool cannot tell its version, so it is always built. */
  readonly onPath?: { readonly names: readonly string[]; readonly versionArgs: readonly string[] };
  /** `minor`: same major.minor will do. `exact`: results depend on the version, so nothing else fits. */
  readonly fits: 'minor' | 'exact';
}

// The service discoveries of all clouds make up most of Prometheus' build; the lab discovers through Kubernetes only.
const KUBERNETES_DISCOVERY_ONLY = 'remove_all_sd,enable_kubernetes_sd';

export const toolTable: Record<ToolName, ToolSpec> = {
  helm: {
    module: 'helm.sh/helm/v4',
    command: 'cmd/helm',
    stamp: ({ tag }) => ({ 'helm.sh/helm/v4/internal/version.version': tag }),
    onPath: { names: ['helm'], versionArgs: ['version', '--short'] },
    fits: 'minor',
  },
  helm3: {
    module: 'helm.sh/helm/v3',
    command: 'cmd/helm',
    stamp: ({ tag }) => ({ 'helm.sh/helm/v3/internal/version.version': tag, ...helm3KubeVersion() }),
    onPath: { names: ['helm3', 'helm'], versionArgs: ['version', '--short'] },
    fits: 'minor',
  },
  'helm-unittest': { module: 'github.com/helm-unittest/helm-unittest', command: 'cmd/helm-unittest', fits: 'exact' },
  promtool: {
    ...prometheusProgram('github.com/prometheus/prometheus', 'promtool'),
    command: 'cmd/promtool',
    tags: KUBERNETES_DISCOVERY_ONLY,
    fits: 'exact',
  },
  prometheus: {
    ...prometheusProgram('github.com/prometheus/prometheus', 'prometheus'),
    command: 'cmd/prometheus',
    tags: KUBERNETES_DISCOVERY_ONLY,
    fits: 'exact',
  },
  alertmanager: {
    ...prometheusProgram('github.com/prometheus/alertmanager', 'alertmanager'),
    command: 'cmd/alertmanager',
    lacks: { 'ui/app/dist/index.html': 'The API is here; the pages are not part of the module.\n' },
  },
  amtool: { ...prometheusProgram('github.com/prometheus/alertmanager', 'amtool'), command: 'cmd/amtool' },
  kubectl: { ...kubernetesProgram('kubectl'), onPath: { names: ['kubectl'], versionArgs: ['version', '--client'] } },
  'kube-apiserver': kubernetesProgram('kube-apiserver'),
  'kube-controller-manager': kubernetesProgram('kube-controller-manager'),
  'kube-scheduler': kubernetesProgram('kube-scheduler'),
  etcd: { module: 'go.etcd.io/etcd/server/v3', onPath: { names: ['etcd'], versionArgs: ['--version'] }, fits: 'minor' },
  kwok: { module: 'sigs.k8s.io/kwok', command: 'cmd/kwok', onPath: { names: ['kwok'], versionArgs: ['--version'] }, fits: 'minor' },
  'prometheus-operator': {
    ...prometheusProgram('github.com/prometheus-operator/prometheus-operator', 'prometheus-operator'),
    command: 'cmd/operator',
  },
  'kube-state-metrics': {
    ...prometheusProgram('k8s.io/kube-state-metrics/v2', 'kube-state-metrics'),
    onPath: { names: ['kube-state-metrics'], versionArgs: ['version'] },
  },
  node_exporter: prometheusProgram('github.com/prometheus/node_exporter', 'node_exporter'),
};

export const toolNames = Object.keys(toolTable) as ToolName[];

/** Version of each tool, as it reports it itself (no leading "v"). */
export const toolVersions: Readonly<Record<ToolName, string>> = Object.fromEntries(
  toolNames.map((name) => [name, pinned(toolTable[name].module).version]),
) as Record<ToolName, string>;

/** A program that reports its version through prometheus/common. */
function prometheusProgram(module: string, name: string): ToolSpec {
  return {
    module,
    stamp: ({ version }) => ({ 'github.com/prometheus/common/version.Version': version }),
    onPath: { names: [name], versionArgs: ['--version'] },
    fits: 'minor',
  };
}

function kubernetesProgram(name: string): ToolSpec {
  return {
    module: 'k8s.io/kubernetes',
    command: `cmd/${name}`,
    stamp: ({ tag, major, minor }) => ({
      'k8s.io/component-base/version.gitVersion': tag,
      'k8s.io/component-base/version.gitMajor': major,
      'k8s.io/component-base/version.gitMinor': minor,
    }),
    onPath: { names: [name], versionArgs: ['--version'] },
    fits: 'minor',
  };
}

// Helm 3 takes the Kubernetes version of `helm template` and `helm lint` from the linker, else renders for 1.20; Helm 4 reads it from its own build.
function helm3KubeVersion(): Record<string, string> {
  const { major, minor } = pinned('k8s.io/kubernetes');
  return Object.fromEntries(
    ['pkg/chartutil', 'pkg/lint/rules'].flatMap((where) => [
      [`helm.sh/helm/v3/${where}.k8sVersionMajor`, major],
      [`helm.sh/helm/v3/${where}.k8sVersionMinor`, minor],
    ]),
  );
}
