import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes, freePort, httpReady } from '../../lab/processes.ts';
import { program } from '../../tools/released.ts';
import type { Manifest } from '../../wiring/manifest.ts';
import { contentsOf } from './opensearch.ts';

/** Go modules of the images of the exporter's pod, by container. */
const modules: Readonly<Record<string, string>> = { exporter: 'github.com/prometheus-community/elasticsearch_exporter', checks: 'github.com/prometheus/blackbox_exporter' };

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } } }[];
}

/** The program of an image, built from the module of the same version. */
const programOf = ({ name, image }: Container): Promise<string> => program({ module: modules[name]!, version: image.slice(image.lastIndexOf(':v') + 2) });

/** The pod of the exporter, its containers as processes of this machine. */
export interface ExporterPod {
  /** `http://127.0.0.1:port` of each container. */
  readonly urls: Readonly<Record<'exporter' | 'checks', string>>;
  stop(): Promise<void>;
}

/** Runs what the chart renders, with the address of a store here; a password in `passwords` in place of the one in the Secret. */
export async function runExporter(manifests: readonly Manifest[], url: string, passwords: Readonly<Record<string, string>> = {}): Promise<ExporterPod> {
  const folder = mkdtempSync(join(tmpdir(), 'exporter-'));
  const users = { ...contentsOf(manifests, 'Secret', 'observability-opensearch-users'), ...passwords };
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const ca = write('ca.crt', contentsOf(manifests, 'Secret', 'observability-opensearch-tls')['ca.crt']!);
  const password = write('monitor-password', users['monitor-password']!);
  write('checks.yaml', local(contentsOf(manifests, 'ConfigMap', 'observability-opensearch-exporter')['checks.yaml']!));
  function local(text: string): string {
    return text.replaceAll('/etc/opensearch/tls/ca.crt', ca).replaceAll('/etc/opensearch/password/monitor-password', password).replaceAll('/etc/checks/checks.yaml', join(folder, 'checks.yaml'))
      .replace(/https:\/\/observability-opensearch\.monitoring\.svc:\d+/g, url);
  }
  const processes = new Processes(folder);
  const urls: Record<string, string> = {};
  for (const container of containersOf(manifests)) {
    const port = await freePort();
    const args = container.args.map(arg => local(arg).replace(/^--web\.listen-address=.*/, `--web.listen-address=127.0.0.1:${port}`));
    const env = Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? users[valueFrom!.secretKeyRef.key]!]));
    urls[container.name] = `http://127.0.0.1:${port}`;
    await processes.start(container.name, await programOf(container), args, { env, ready: httpReady(`${urls[container.name]}/`) });
  }
  return {
    urls: urls as ExporterPod['urls'],
    stop: async () => {
      await processes.stopAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function containersOf(manifests: readonly Manifest[]): readonly Container[] {
  const deployment = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'observability-opensearch-exporter') as unknown as { spec: { template: { spec: { containers: Container[] } } } };
  return deployment.spec.template.spec.containers;
}

/** A family as the Prometheus text format has it. */
export interface Exposed {
  readonly type: string;
  readonly series: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** What stands at an address, by the names of the families. */
export async function scrape(url: string): Promise<ReadonlyMap<string, Exposed>> {
  const text = await (await fetch(url)).text();
  const families = new Map<string, { type: string; series: { labels: Record<string, string>; value: number }[] }>();
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (family) families.set(family, { type: type!, series: [] });
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name) families.get(name)?.series.push({ labels: Object.fromEntries([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, said]) => [label!, said!])), value: Number(value) });
  }
  return families;
}
