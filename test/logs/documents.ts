import { LINES } from '../../generator/components/fluent-bit/paths.ts';
import { collectorOf, type Collector } from './collector.ts';
import type { Document } from './fill.ts';
import { served, trained } from './programs.ts';
import { fluentBitFiles } from './render-fluentbit.ts';
import { containers, journal, type ContainerLines } from './samples.ts';

const nodes = ['gpu-node-1', 'gpu-node-2'] as const;
/** How far the lines of a container lie apart, how far containers do, and how far back the first begins; seconds. */
const APART = 1, BETWEEN = 45, BACK = 600;

/** The example programs as the containers that their manifests make. */
async function programs(): Promise<ContainerLines[]> {
  const facts = (family: string, kind: string, name: string) => ({ annotations: { 'logs.observability/family': family }, ownerReferences: [{ kind, name, controller: true }] });
  const job = facts('ml-training', 'Job', 'fit-a-line');
  const ranks = [{ RANK: '0', pod: 'fit-a-line-0-h7x4d', LEARNING_RATE: '0.1' }, { RANK: '1', pod: 'fit-a-line-1-x9k2p', LEARNING_RATE: '30' }];
  return [
    ...(await Promise.all(ranks.map(async ({ pod, ...env }): Promise<ContainerLines> => ({ namespace: 'team-b', pod, container: 'train', facts: job, lines: await trained({ ...env, JOB_NAME: 'fit-a-line' }) })))),
    {
      namespace: 'team-b', pod: 'reverse-7d9f8b6c5-q2w3e', container: 'serve',
      facts: { ...facts('ml-inference', 'ReplicaSet', 'reverse-7d9f8b6c5'), labels: { 'pod-template-hash': '7d9f8b6c5' } },
      lines: await served(['hello big world', 'please be slow', 'please fail', 'one more']),
    },
  ];
}

/** Every document that the pipeline makes of the samples and the examples; they end now. */
export async function documents(values: object = {}, now = Date.now() / 1000): Promise<Document[]> {
  const files = await fluentBitFiles(values);
  const { tagPrefix } = JSON.parse(files['settings.json']!) as { tagPrefix: string };
  const collectors = new Map(nodes.map((node) => [node, collectorOf(files, node)]));
  const written = [...containers, ...(await programs())];
  return [
    ...written.flatMap((one, index) => ofContainer(collectors.get(nodes[index % nodes.length]!)!, tagPrefix, one, now - BACK + index * BETWEEN)),
    ...journal.flatMap((entry, index) => {
      const seconds = now - BACK + index * APART;
      const made = collectors.get('gpu-node-2')!(`${LINES}.node.journal`, seconds, { ...entry });
      return made ? [storedAs(made)] : [];
    }),
  ];
}

function ofContainer(collect: Collector, tagPrefix: string, { namespace, pod, container, facts, lines }: ContainerLines, from: number): Document[] {
  const tag = `${tagPrefix}${pod}_${namespace}_${container}-${'0123456789abcdef'.repeat(4)}.log`;
  const made: Document[] = [];
  const take = (answer: ReturnType<Collector>): void => { if (answer) made.push(storedAs(answer)); };
  lines.forEach((line, index) => {
    const seconds = from + index * APART;
    take(collect(tag, seconds, { log: `${new Date(seconds * 1000).toISOString()} stdout F ${line}`, log_offset: 1 + index * 1000, kubernetes: { ...facts, labels: facts.labels ?? {}, annotations: facts.annotations ?? {}, ownerReferences: facts.ownerReferences ?? [] } }));
  });
  // The clock brings out what waits for lines that belong to it.
  for (let tick = 1; tick <= 20; tick++) take(collect(`${LINES}.clock`, from + lines.length * APART + tick, {}));
  return made;
}

/** As the output puts it: the time of the record is the field. */
const storedAs = ({ seconds, document }: NonNullable<ReturnType<Collector>>): Document => ({ ...(document as Omit<Document, '@timestamp'>), '@timestamp': new Date(seconds * 1000).toISOString() }) as Document;
