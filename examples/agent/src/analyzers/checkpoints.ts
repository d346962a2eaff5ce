import { checkpointAge } from '../../../../dashboards-src/signals/training.ts';
import type { Analyzer } from '../analyzer.ts';
import type { Finding } from '../findings.ts';
import { called, ofWorkload } from '../place.ts';
import { quoted, told, type Told } from '../told.ts';
import { watching } from '../watching.ts';

const measured = watching({ name: 'checkpoints', about: 'checkpoints that fail or are old', measured: checkpointAge.name, alerts: [{ alert: 'TrainingCheckpointStale' }] });

/** Words of PyTorch (torch.save, distributed checkpoint), Lightning, Hugging Face and of trainings that write their own. */
const failures = {
  phrases: ['checkpoint', 'PytorchStreamWriter failed writing', 'torch.save'],
  pattern: /(?:fail\w*|error|could not|unable to|cannot|exception)[^\n]{0,60}(?:sav|writ|upload)\w*[^\n]{0,40}checkpoint|checkpoint[^\n]{0,80}(?:failed|no space left|permission denied|timed out|i\/o error|accessdenied|read-only)|pytorchstreamwriter failed writing/i,
};

const reasons: readonly { readonly pattern: RegExp; readonly cause: string; readonly nextStep: string }[] = [
  { pattern: /no space left|disk quota exceeded/i, cause: 'the volume is full', nextStep: 'Make room on the volume of the checkpoints or grow it, and keep fewer of them (`save_total_limit`).' },
  { pattern: /permission denied|accessdenied|access denied|forbidden|read-only file system/i, cause: 'it may not write there', nextStep: 'Give the pod\'s service account (or its user and fsGroup) the right to write where the checkpoints go.' },
  { pattern: /timed? ?out|connection|slow ?down|i\/o error|stale file handle/i, cause: 'the storage does not answer', nextStep: 'Look at the file system or bucket (the dashboard *Shared filesystem*), and write checkpoints asynchronously.' },
];

function fromLogs(of: Told): Finding {
  const where = ofWorkload(of.place);
  const text = of.lines.map(({ message }) => message).join('\n');
  const reason = reasons.find(({ pattern }) => pattern.test(text));
  return {
    analyzer: 'checkpoints',
    what: `${called(of.place)} cannot save its checkpoints`,
    where,
    since: of.lines[0]!.at,
    severity: 'warning',
    confidence: { level: 'high', reason: 'the training says so itself' },
    ...(reason && { cause: reason.cause }),
    evidence: [quoted(of)],
    nextStep: reason?.nextStep ?? 'Read the lines above and the ones before them; a failure now costs all since the last checkpoint that was saved.',
    runbooks: ['TrainingCheckpointStale'],
  };
}

export const checkpoints: Analyzer = {
  ...measured,
  reads: ['metrics', 'logs'],
  async examine(view) {
    const [stale, said] = await Promise.all([measured.examine(view), told(view, failures)]);
    const ofStale = (finding: Finding): Told | undefined => said.find(({ place }) => place.namespace === finding.where.namespace && place.workload === finding.where.workload);
    const explained = stale.map((finding) => {
      const match = ofStale(finding);
      if (!match) return finding;
      const { cause, nextStep, evidence } = fromLogs(match);
      return { ...finding, ...(cause !== undefined && { cause }), nextStep, evidence: [...finding.evidence, ...evidence] };
    });
    return [...explained, ...said.filter((one) => !stale.some((finding) => ofStale(finding) === one)).map(fromLogs)];
  },
};
