import type { Analyzer } from '../analyzer.ts';
import type { Finding } from '../findings.ts';
import { called, ofWorkload } from '../place.ts';
import { quoted, told, type Told } from '../told.ts';

/** NCCL 2.28 (src/transport/net_*.cc, debug.h), aws-ofi-nccl 1.17 and PyTorch 2.9 write these where a connection fails; timeouts are another matter. */
const failures = {
  phrases: ['NCCL WARN', 'ncclRemoteError', 'ncclSystemError', 'ncclInternalError', 'NET/IB', 'NET/OFI'],
  pattern: /nccl(remote|system|internal)error|unhandled (system|cuda|internal) error|net\/(ib|ofi|socket)\b.*(error|fail|timed? ?out|refused|unreachable)|nccl warn .*(connection (closed|refused|reset)|call to (connect|recv|send|socket)\w* .*failed|remote process|no route)/i,
};

const remote = /ncclremoteerror|remote process|connection (closed|reset)|call to recv/i;
const device = /net\/(ib|ofi)/i;

/** Which side the words point at. */
function causeOf({ lines }: Told): string {
  const text = lines.map(({ message }) => message).join('\n');
  if (device.test(text)) return 'the RDMA device or the fabric failed';
  if (remote.test(text)) return 'another rank went away first: its own logs say why';
  return 'the transport between ranks failed';
}

function finding(of: Told): Finding {
  const where = ofWorkload(of.place);
  return {
    analyzer: 'nccl-errors',
    what: `NCCL fails in ${called(of.place)}`,
    where,
    since: of.lines[0]!.at,
    severity: 'warning',
    confidence: { level: 'high', reason: 'NCCL says so itself' },
    cause: causeOf(of),
    evidence: [quoted(of)],
    nextStep: 'Compare which rank failed first, and look at its node: EFA and RDMA errors on the dashboard *Network*, Xid errors on *GPU health*. Run `all_reduce_perf` of nccl-tests on the nodes of the job.',
    runbooks: ['EFAConnectionErrors', 'TrainingHung'],
  };
}

export const ncclErrors: Analyzer = {
  name: 'nccl-errors',
  about: 'connections between ranks that fail',
  reads: ['logs'],
  examine: async (view) => (await told(view, failures)).map(finding),
};
