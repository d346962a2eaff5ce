import { behaviourOf } from '../fleet/behaviour.ts';
import { runningPods, type Pod, type Snapshot } from '../fleet/cluster.ts';
import type { Family, Sample } from '../fleet/exposition.ts';
import { hexDigits, noise } from '../fleet/random.ts';
import { nodeDaemon } from './daemon.ts';
import type { Clock, SimulatedSource } from './define.ts';

const port = 9169;
const filesystem = 'fsx';
const capacityKiB = 4.8 * 1024 ** 3;
const inodes = 140e6;
const readBytes = 1 << 20;

/** What a client has done since the lab began, in closed form so that it never falls. */
interface Client {
  readonly mount: string;
  readonly imports: { readonly target: string; readonly type: 'mdc' | 'osc' }[];
  readonly reads: number;
  readonly writes: number;
  readonly opens: number;
  /** Seconds that a request waits. */
  readonly wait: number;
  readonly usedShare: number;
}

function clientOf(node: string, { origin, time }: Clock, snapshot: Snapshot): Client {
  const id = hexDigits(`${node}/lustre`, 16);
  const training = runningPods(snapshot, node).some((pod) => behaviourOf(pod) === 'training' && pod.metadata.namespace.startsWith('team-'));
  const age = Math.max(0, time - origin);
  const perSecond = training ? 420 : 3;
  return {
    mount: `${filesystem}-${id}`,
    imports: [{ target: `${filesystem}-MDT0000-mdc-${id}`, type: 'mdc' }, ...[0, 1].map((index) => ({ target: `${filesystem}-OST000${index}-osc-${id}`, type: 'osc' as const }))],
    reads: perSecond * age,
    writes: 0.2 * perSecond * (age + 40 * (1 - Math.cos(age / 40))),
    opens: 0.3 * perSecond * age,
    wait: 0.0012 + 0.0006 * noise(node, 600, origin),
    usedShare: 0.61 + (0.01 * age) / 3600,
  };
}

const family = (name: string, type: Family['type'], samples: readonly Sample[]): Family => ({ name, type, help: `${name.replaceAll('_', ' ')}.`, samples });

/** An exporter of Lustre clients, by the names that are kept up today, on the nodes that mount a file system. */
export const lustre: SimulatedSource = {
  name: 'Lustre exporter',
  objects: [nodeDaemon({ name: 'lustre-exporter', labels: { 'app.kubernetes.io/name': 'lustre-exporter' }, image: 'registry.example/lustre-exporter:2.1', port: { containerPort: port } })],
  answers: (pod: Pod, asked) => pod.metadata.labels?.['app.kubernetes.io/name'] === 'lustre-exporter' && asked === port,
  families(pod, clock, snapshot) {
    const { mount, imports, reads, writes, opens, wait, usedShare } = clientOf(pod.spec.nodeName ?? '', clock, snapshot);
    const ofMount = { component: 'client', target: mount };
    const lnet = { component: 'lnet', target: 'lnet' };
    const one = (name: string, type: Family['type'], value: number, labels: Sample['labels'] = ofMount): Family => family(name, type, [{ labels, value }]);
    const operations = { open: opens, close: opens, getattr: 4 * opens, mkdir: opens / 500, unlink: opens / 100 };
    const requests = imports.map((each) => ({ ...each, count: Math.floor((reads + writes + opens) / imports.length) }));
    return [
      one('lustre_available_kibibytes', 'gauge', Math.round((1 - usedShare) * capacityKiB)),
      one('lustre_free_kibibytes', 'gauge', Math.round((1.02 - usedShare) * capacityKiB)),
      one('lustre_capacity_kibibytes', 'gauge', capacityKiB),
      one('lustre_inodes_free', 'gauge', 0.72 * inodes),
      one('lustre_inodes_maximum', 'gauge', inodes),
      one('lustre_read_bytes_total', 'counter', Math.floor(reads * readBytes)),
      one('lustre_write_bytes_total', 'counter', Math.floor(writes * readBytes)),
      family('lustre_stats_total', 'counter', [
        ...Object.entries(operations).map(([operation, value]) => ({ labels: { ...ofMount, operation }, value: Math.floor(value) })),
        ...requests.map(({ target, count }) => ({ labels: { component: 'client', target, operation: 'req_waittime' }, value: count })),
      ]),
      family('lustre_stats_seconds_sum', 'counter', requests.map(({ target, type, count }) => ({ labels: { component: 'client', target, type, operation: 'req_waittime' }, value: count * wait }))),
      one('lustre_errors_total', 'counter', 0, lnet),
      one('lustre_drop_count_total', 'counter', 0, lnet),
      one('lustre_health_check', 'gauge', 1, { component: 'health', target: 'lustre' }),
    ];
  },
};
