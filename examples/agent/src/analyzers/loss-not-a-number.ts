import { trainingLoss } from '../../../../dashboards-src/signals/training.ts';
import type { Analyzer } from '../analyzer.ts';
import type { Finding } from '../findings.ts';
import { called, ofWorkload } from '../place.ts';
import { quoted, told, type Told } from '../told.ts';
import { watching } from '../watching.ts';

const name = 'loss-not-a-number';
const about = 'training whose loss is NaN or infinite';
const nextStep = 'Stop the job and go back to the last checkpoint before it. Lower the learning rate or lengthen the warm-up, skip the batches of that step, clip gradients; with FP16 use BF16 or loss scaling.';

const measured = watching({ name, about, measured: trainingLoss.name, alerts: [{ alert: 'TrainingLossNotANumber', nextStep }] });

/** A number that a training printed as its loss; "gradient overflow, skipping step" of loss scaling is normal. */
const printed = {
  phrases: ['loss nan', 'loss inf', 'loss is nan', 'nan loss', 'train_loss nan', 'loss NaN', 'non-finite loss', 'loss is not finite'],
  pattern: /\bloss["']?\s*(?:is\s*)?[=:]?\s*-?(?:nan|inf)\b|\bnan loss\b|non-finite loss|loss is not finite/i,
};

function fromLogs(of: Told): Finding {
  const where = ofWorkload(of.place);
  return {
    analyzer: name,
    what: `The loss of ${called(of.place)} is not a number`,
    where,
    since: of.lines[0]!.at,
    severity: 'critical',
    confidence: of.lines.length > 1 ? { level: 'high', reason: 'the training printed it for several steps' } : { level: 'medium', reason: 'the training printed it once' },
    evidence: [quoted(of)],
    nextStep,
    runbooks: ['TrainingLossNotANumber'],
  };
}

export const lossNotANumber: Analyzer = {
  ...measured,
  reads: ['metrics', 'logs'],
  async examine(view) {
    const [findings, said] = await Promise.all([measured.examine(view), told(view, printed)]);
    return [...findings, ...said.filter(({ place }) => !findings.some(({ where }) => where.namespace === place.namespace && where.workload === place.workload)).map(fromLogs)];
  },
};
