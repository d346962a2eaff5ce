import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import type { Analyzer, View } from '../analyzer.ts';
import type { Finding } from '../findings.ts';
import { called, ofWorkload } from '../place.ts';
import { quoted, told, type Told } from '../told.ts';
import { watching } from '../watching.ts';

/** What the watchdogs of PyTorch and NCCL write. PyTorch 2.9, ProcessGroupNCCL.cpp; NCCL 2.28, src/misc and RAS. */
const timeouts = {
  phrases: ['Watchdog caught collective operation timeout', 'Timeout at NCCL work', 'NCCL WARN Timeout waiting', 'Some NCCL operations have failed or timed out'],
  pattern: /watchdog caught collective operation timeout|timeout at nccl work|nccl warn timeout waiting|nccl operations have failed or timed out/i,
};

const operation = /OpType=(\w+)/;
const rank = /\[Rank (\d+)\]|\[rank(\d+)\]:?/;

const ranksOf = ({ lines }: Told): string[] => [...new Set(lines.flatMap(({ message }) => { const [, one, other] = rank.exec(message) ?? []; return one ?? other ?? []; }))].sort((one, other) => Number(one) - Number(other));

/** What the lines name: the operation that hung, and the ranks that waited. The rank that is missing among them is the one to look at. */
function detail(of: Told): string {
  const name = operation.exec(of.lines.map(({ message }) => message).join('\n'))?.[1];
  const ranks = ranksOf(of);
  return [name && `the collective ${name}`, ranks.length && `waited for by rank${ranks.length > 1 ? 's' : ''} ${ranks.slice(0, 16).join(', ')}`].filter(Boolean).join(', ');
}

const nextStep = 'Find the rank that is missing or behind: its pod, its node on *GPU health* and its last log lines; then restart the job from its last checkpoint without that node. `TORCH_NCCL_TRACE_BUFFER_SIZE` and `NCCL_DEBUG=INFO` say more the next time.';

function fromLogs(of: Told): Finding {
  const where = ofWorkload(of.place);
  return {
    analyzer: 'collective-hang',
    what: `A collective of ${called(of.place)} timed out`,
    where,
    since: of.lines[0]!.at,
    severity: 'critical',
    confidence: { level: 'high', reason: 'the watchdog of the job says so' },
    ...(detail(of) && { cause: detail(of) }),
    evidence: [quoted(of)],
    nextStep,
    runbooks: ['TrainingHung'],
  };
}

const measured = watching({ name: 'collective-hang', about: 'training that hangs in a collective', measured: reporting.at('cluster'), alerts: [{ alert: 'TrainingHung', nextStep }] });

const same = (one: Finding, other: Told): boolean => one.where.namespace === other.place.namespace && one.where.workload === other.place.workload;

export const collectiveHang: Analyzer = {
  ...measured,
  reads: ['metrics', 'logs'],
  async examine(view: View): Promise<Finding[]> {
    const [hung, said] = await Promise.all([measured.examine(view), told(view, timeouts)]);
    const both = hung.map((finding) => {
      const match = said.find((one) => same(finding, one));
      return match ? { ...finding, ...(detail(match) && { cause: detail(match) }), evidence: [...finding.evidence, quoted(match)] } : finding;
    });
    return [...both, ...said.filter((one) => !hung.some((finding) => same(finding, one))).map(fromLogs)];
  },
};
