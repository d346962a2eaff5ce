import { hardwareXids } from '../../../../dashboards-src/signals/xid.ts';
import { reporting } from '../../../../dashboards-src/signals/gpu.ts';
import type { View } from '../analyzer.ts';
import type { Finding, Place } from '../findings.ts';
import { quoted, told, type Told } from '../told.ts';
import { watching } from '../watching.ts';

/** As the driver writes into the kernel's log: "NVRM: Xid (PCI:0000:18:00): 79, pid=…, GPU has fallen off the bus." NVIDIA, Xid errors, r580. */
const kernelLine = /NVRM: Xid \(PCI:[0-9a-f:.]+\): (\d+)/i;

const saysHardware = ({ message }: { readonly message: string }): boolean => hardwareXids.includes(Number(kernelLine.exec(message)?.[1]));

const byNode = ({ cluster, node }: Place): string => JSON.stringify([cluster, node]);

async function kernelSays(view: View): Promise<Told[]> {
  const all = await told(view, { phrases: ['NVRM: Xid'], pattern: kernelLine }, byNode);
  return all.map(({ place, lines }) => ({ place, lines: lines.filter(saysHardware) })).filter(({ lines }) => lines.length > 0);
}

/** What the kernel alone says: the exporter may have been away, or not have counted it. */
function fromKernel({ place: { cluster, node }, lines }: Told): Finding {
  const codes = [...new Set(lines.map(({ message }) => kernelLine.exec(message)?.[1]))].join(', ');
  return {
    analyzer: 'gpu-hardware',
    what: `The kernel of node ${node ?? 'unknown'} reported Xid ${codes}: GPU hardware or firmware`,
    where: { ...(cluster !== undefined && { cluster }), ...(node !== undefined && { node }) },
    since: lines[0]!.at,
    severity: 'critical',
    confidence: { level: 'high', reason: 'the driver says so in the kernel log' },
    evidence: [quoted({ place: { ...(node !== undefined && { node }) }, lines })],
    nextStep: 'Cordon the node (`kubectl cordon NODE`), let jobs restart elsewhere from their last checkpoint, and reset the GPU or reboot the node.',
    runbooks: ['GPUFallenOffBus', 'GPUXidMemoryError', 'GPUXidLinkError', 'GPUXidFirmwareError'],
  };
}

const measured = watching({
  name: 'gpu-hardware',
  about: 'Xid errors that a program cannot cause',
  measured: reporting.at('cluster'),
  alerts: ['GPUXidMemoryError', 'GPUXidLinkError', 'GPUFallenOffBus', 'GPUXidFirmwareError'].map((alert) => ({ alert, when: 'window' as const })),
});

export const gpuHardware = {
  ...measured,
  reads: ['metrics', 'logs'] as const,
  async examine(view: View): Promise<Finding[]> {
    const [findings, said] = await Promise.all([measured.examine(view), kernelSays(view)]);
    const seen = findings.map((finding) => ({ ...finding, evidence: [...finding.evidence, ...said.filter(({ place }) => place.node === finding.where.node).map(quoted)] }));
    return [...seen, ...said.filter(({ place }) => !findings.some(({ where }) => where.node === place.node)).map(fromKernel)];
  },
};
