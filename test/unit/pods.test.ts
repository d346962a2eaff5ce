import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { merged } from '../../generator/user-values.ts';
import { everything } from '../everything.ts';
import { images, isPinned } from '../images.ts';
import { render } from '../render.ts';
import { stageChart, type StagedChart } from '../stubs.ts';
import type { Manifest } from '../wiring.ts';

interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type: string };
}
interface Container {
  readonly name: string;
  readonly securityContext?: SecurityContext;
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: object }[];
  readonly securityContext?: SecurityContext;
  readonly automountServiceAccountToken?: boolean;
  readonly serviceAccountName?: string;
  readonly imagePullSecrets?: readonly object[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
}

/** What Pod Security "restricted" refuses (kubernetes.io/docs/concepts/security/pod-security-standards). */
function violations(spec: PodSpec): string[] {
  const host = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter(field => spec[field]);
  const hostPaths = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => `hostPath ${name}`);
  const containers = [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ securityContext: own = {} }) => {
    const context = { ...spec.securityContext, ...own };
    const refused: Record<string, boolean> = {
      privileged: context.privileged === true,
      'may escalate': own.allowPrivilegeEscalation !== false,
      'keeps capabilities': !own.capabilities?.drop?.includes('ALL'),
      [`adds ${own.capabilities?.add?.join(', ')}`]: (own.capabilities?.add ?? []).some(name => name !== 'NET_BIND_SERVICE'),
      'may run as root': context.runAsNonRoot !== true || context.runAsUser === 0,
      'no seccomp profile': context.seccompProfile?.type !== 'RuntimeDefault',
    };
    return Object.keys(refused).filter(what => refused[what]);
  });
  return [...host, ...hostPaths, ...containers];
}

const airGap = load(readFileSync(join(import.meta.dirname, '..', '..', 'examples', 'values', 'air-gap.yaml'), 'utf8')) as object;

let staged: StagedChart;
let own: Manifest[];
const rendered = async (values: object): Promise<Manifest[]> =>
  (await render({ chart: staged.chart, values })).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] === 'observability');
const podOf = ({ kind, spec }: Manifest): PodSpec[] => {
  const { jobTemplate, template = jobTemplate?.spec.template } = (spec ?? {}) as { template?: { spec: PodSpec }; jobTemplate?: { spec: { template: { spec: PodSpec } } } };
  return kind === 'Pod' ? [spec as PodSpec] : template ? [template.spec] : [];
};
/** A Job is called after what it does and what it depends on. */
const nameOf = ({ kind, metadata }: Manifest): string => (kind === 'Job' ? metadata.name.replace(/-[0-9a-f]{8}$/, '') : metadata.name);
const byPod = <T>(of: (pod: PodSpec, manifest: Manifest) => T): Record<string, T> => Object.fromEntries(own.flatMap(manifest => podOf(manifest).map(pod => [nameOf(manifest), of(pod, manifest)])));

beforeAll(async () => {
  staged = await stageChart({ charts: 'stubs' });
  own = await rendered(everything);
});
afterAll(() => rmSync(staged.chart, { recursive: true }));

describe('the pods of this chart', () => {
  it('are these', () => {
    expect(Object.keys(byPod(() => true)).sort()).toEqual([
      'observability-amp-proxy', 'observability-cloudwatch-exporter', 'observability-dcgm-exporter', 'observability-mcp-grafana', 'observability-mcp-kubernetes', 'observability-mcp-opensearch', 'observability-mcp-prometheus', 'observability-neuron-monitor', 'observability-opensearch-bootstrap', 'observability-opensearch-exporter', 'observability-opensearch-janitor', 'observability-otel-collector', 'observability-test',
    ]);
  });

  it('meet Pod Security "restricted", but for the two that read devices of the host', () => {
    expect(Object.fromEntries(Object.entries(byPod(violations)).filter(([, all]) => all.length > 0))).toEqual({
      'observability-dcgm-exporter': ['hostPath pod-resources', 'adds SYS_ADMIN', 'may run as root'],
      'observability-neuron-monitor': ['privileged', 'may escalate', 'keeps capabilities', 'may run as root', 'no seccomp profile'],
    });
  });

  it('cannot write to their own image, but for those two', () => {
    const writable = Object.entries(byPod(({ containers }) => containers.some(({ securityContext }) => !securityContext?.readOnlyRootFilesystem))).filter(([, yes]) => yes);
    expect(writable.map(([name]) => name).sort()).toEqual(['observability-dcgm-exporter', 'observability-neuron-monitor']);
  });

  it('have no token of the API server, but for those that ask it', () => {
    expect(Object.entries(byPod(({ automountServiceAccountToken }) => automountServiceAccountToken !== false)).filter(([, token]) => token).map(([name]) => name)).toEqual(['observability-mcp-kubernetes', 'observability-otel-collector']);
  });

  it('say what they need, and have a limit of memory', () => {
    const without = byPod(({ containers }) => containers.filter(({ resources: { requests = {}, limits = {} } = {} }) => !(requests['cpu'] && requests['memory'] && limits['memory'])).map(({ name }) => name));
    expect(Object.entries(without).filter(([, names]) => names.length > 0)).toEqual([]);
  });

  it('are asked whether they live and are ready, where they stay', () => {
    const silent = byPod(({ containers }, { kind }) => !['Pod', 'Job', 'CronJob'].includes(kind) && containers.some(({ livenessProbe, readinessProbe }) => !livenessProbe || !readinessProbe));
    expect(Object.entries(silent).filter(([, yes]) => yes)).toEqual([]);
  });
});

describe('the images of this chart', () => {
  it('have a version or a digest', () => {
    expect(images(own).filter(image => !isPinned(image))).toEqual([]);
  });

  it('come from the registry for all where there is one, with its credentials', async () => {
    const mirrored = await rendered(merged(airGap, everything));
    expect(images(mirrored).length).toBe(images(own).length);
    expect(images(mirrored).filter(image => !image.startsWith('registry.example.com:5000/'))).toEqual([]);
    const accounts = mirrored.filter(({ kind, imagePullSecrets }) => kind === 'ServiceAccount' && imagePullSecrets).map(({ metadata }) => metadata.name);
    const without = mirrored.filter(manifest => podOf(manifest).some(({ imagePullSecrets, serviceAccountName = '' }) => !imagePullSecrets && !accounts.includes(serviceAccountName)));
    expect(without.map(({ metadata }) => metadata.name)).toEqual([]);
  });
});
