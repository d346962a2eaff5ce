import { cloudWatchAnswers, cloudWatchCost, cloudWatchErrors } from '../signals/cloudwatch.ts';
import { alert, type AlertGroup } from './define.ts';

const inCluster = 'cluster {{ $labels.cluster }}';
const logs = '`kubectl logs deployment/observability-cloudwatch-exporter` has the answer of AWS to each request that failed';

const failing = alert({
  name: 'CloudWatchExporterFailing', tier: 'warning', for: '10m', requires: ['sagemaker'],
  expr: () => `${cloudWatchAnswers.name} <= 0`,
  summary: 'CloudWatch answers nothing any more in cluster {{ $labels.cluster }}',
  description: `Within half an hour the CloudWatch exporter of ${inCluster} had no answer from AWS: everything of SageMaker is missing.`,
  runbook: {
    meaning: 'The exporter runs, and none of its requests was answered, or it could not even make one: its credentials have expired or are missing, its role may not read, or AWS is out of reach.',
    impact: 'The dashboards of SageMaker stay empty, and its alerts are silent.',
    diagnosis: `${logs}: ExpiredToken and InvalidIdentityToken are the credentials (the annotation of the ServiceAccount, the trust policy of the role, the association of EKS Pod Identity), AccessDenied its policy, a timeout the way out (NetworkPolicy, NAT, VPC endpoints of \`monitoring\`, \`sts\` and \`tagging\`).`,
    mitigation: 'Give the role the policy that `helm get notes` prints, renew the credentials, and restart the Deployment.',
  },
});

const throttled = alert({
  name: 'CloudWatchExporterThrottled', tier: 'warning', for: '30m', requires: ['sagemaker'],
  threshold: { default: 0.02, unit: 'ratio', description: 'Share of the requests to CloudWatch that may fail.' },
  expr: (threshold) => `${cloudWatchErrors.name} > ${threshold}\nand on (cluster) ${cloudWatchAnswers.name} > 0`,
  summary: 'CloudWatch refuses {{ $value | humanizePercentage }} of the requests of cluster {{ $labels.cluster }}',
  description: `{{ $value | humanizePercentage }} of the requests of the CloudWatch exporter of ${inCluster} fail for good, after four more attempts each.`,
  runbook: {
    meaning: 'Some requests are answered and others are not: mostly CloudWatch throttles, as the account has used up its requests per second, or the role may not do one of several operations or read one of several accounts.',
    impact: 'Numbers of SageMaker have holes: what was asked in vain is not asked again.',
    diagnosis: `${logs}. Dashboard *The stack itself*, row *CloudWatch*: which operation? Who else asks CloudWatch in that account?`,
    mitigation: 'Lower `sagemaker.concurrency`, raise `sagemaker.interval`, read less (`sagemaker.read`, `sagemaker.tags`, `sagemaker.level=basic`), or ask AWS for a higher quota of GetMetricData and ListMetrics.',
  },
});

const expensive = alert({
  name: 'CloudWatchCostHigh', tier: 'info', for: '2h', requires: ['sagemaker'],
  threshold: { default: 1, unit: 'dollars/hour', description: 'Dollars an hour that asking CloudWatch may cost.' },
  expr: (threshold) => `${cloudWatchCost.name} > ${threshold}`,
  summary: 'Asking CloudWatch costs much in cluster {{ $labels.cluster }}',
  description: `The CloudWatch exporter of ${inCluster} asks for metrics that cost {{ $value | printf "%.2f" }} dollars an hour, by the list price.`,
  runbook: {
    meaning: 'CloudWatch takes money for each metric that it is asked for; more resources, shorter intervals and more statistics are more of them.',
    impact: 'Money only.',
    diagnosis: 'Dashboard *The stack itself*, row *CloudWatch*. `npm run cost:sagemaker` computes what a number of endpoints and jobs costs at each level and interval.',
    mitigation: 'Raise `sagemaker.interval`, set `sagemaker.level=basic`, or read less with `sagemaker.read` and `sagemaker.tags`; or raise the threshold.',
  },
});

export const cloudWatchAlerts: AlertGroup = { name: 'observability.cloudwatch.alerts', dashboard: 'stack', alerts: [failing, throttled, expensive] };
