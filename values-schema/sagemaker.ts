import type { Subject } from '../dashboards-src/sagemaker/define.ts';
import { subjects } from '../dashboards-src/sagemaker/table.ts';
import { Type, choice, image, objectName, openMap, resources, section, stringMap, textList, toggle, tolerations, type About } from './define.ts';

/** Seconds that CloudWatch adds up over, and how often it is asked. */
export const intervals = ['60s', '120s', '300s', '600s', '900s'] as const;

const REGION = '^[a-z]{2}(-[a-z]+)+-[0-9]+$';

/** Roles to read other accounts by. */
const accounts = (about: About<{ roleArn: string; externalId?: string }[]>) => Type.Optional(Type.Unsafe<{ roleArn: string; externalId?: string }[]>({
  type: ['array', 'null'],
  items: {
    type: 'object', required: ['roleArn'], additionalProperties: false,
    properties: { roleArn: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$' }, externalId: { type: 'string', pattern: '^[A-Za-z0-9+=,.@:/_-]+$' } },
  },
  ...about,
}));

/** Dollars for an hour of an instance, by endpoint. */
const prices = (about: About<Record<string, number>>) => Type.Optional(Type.Unsafe<Record<string, number>>({
  type: ['object', 'null'],
  propertyNames: { pattern: '^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$' },
  // `--set` gives numbers with a point as text.
  additionalProperties: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'string', pattern: '^(0[.][0-9]*[1-9][0-9]*|[1-9][0-9]*([.][0-9]+)?)$' }] },
  ...about,
}));

const about = ({ title, tagged }: (typeof subjects)[Subject]): string => (tagged ? `${title}.` : `${title}. \`sagemaker.tags\` cannot choose among them.`);
const read = Object.fromEntries(Object.entries(subjects).map(([name, subject]) => [name, toggle({ default: true, description: about(subject) })])) as Record<Subject, ReturnType<typeof toggle>>;

export const sagemaker = section('CloudWatch metrics of SageMaker, which reports nowhere else: YACE (yet-another-cloudwatch-exporter) asks for them. Each request costs money: the README says how much.', {
  enabled: toggle({ default: false, description: 'Metrics, dashboards and alerts of SageMaker.' }),
  regions: textList(REGION)({ default: [], description: 'Regions to read, such as `eu-west-1`.' }),
  accounts: accounts({ default: [], description: 'Roles of other accounts to read by: `{roleArn: "arn:aws:iam::123456789012:role/NAME", externalId: ID}`, the latter where the role asks for it. With any, the own account is read only if a role of it is among them. Empty: the account of the pod’s own role.' }),
  tags: stringMap({ default: {}, description: 'Only resources with all of these tags; a value is a regular expression. Resources without any tag are then never seen. Empty: all, tagged or not.' }),
  level: choice(['basic', 'advanced'], { default: 'basic', description: '`basic`: what the dashboards and alerts need. `advanced`: every metric and statistic that SageMaker publishes, at two to three times the price.' }),
  interval: choice(intervals, { default: '300s', description: 'The time over which CloudWatch adds up, and how often it is asked: each such time is read once, so that no request is counted twice and none is lost. Shorter costs more.' }),
  delay: choice([...intervals, '1800s'], { default: '300s', description: 'How long after its end a time is asked for, a multiple of `interval`: CloudWatch has its numbers late, and what it does not have yet would be missing for good.' }),
  read: section('What is read.', read),
  instanceHourPrices: prices({ default: {}, description: 'What an hour of one instance of an endpoint costs, in dollars, by the name of the endpoint: `my-endpoint: 1.408`. It turns idle hours into money.' }),
  concurrency: Type.Unsafe<number>({ type: 'integer', minimum: 1, maximum: 20, default: 5, description: 'Most requests at once to an account and region. CloudWatch throttles above its quotas, which others in the account use too.' }),
  existingSecret: objectName({ default: '', description: 'Your Secret whose keys are variables of the exporter (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), for clusters outside AWS. Empty: IRSA or EKS Pod Identity.' }),
  extraEnv: openMap({ default: {}, description: 'More environment variables of the exporter by name, such as `HTTPS_PROXY`, or `AWS_ENDPOINT_URL` for an endpoint of your own.' }),
  image: image('quay.io', 'prometheuscommunity/yet-another-cloudwatch-exporter', 'v0.67.0'),
  resources: resources({ default: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } } as never, description: 'Requests and limits of the container.' }),
  serviceAccountAnnotations: stringMap({ default: {}, description: 'Annotations of its ServiceAccount: `eks.amazonaws.com/role-arn` for IRSA. EKS Pod Identity needs none, but an association with that ServiceAccount.' }),
  nodeSelector: stringMap({ default: {}, description: 'Labels of the nodes for its pod.' }),
  tolerations: tolerations({ default: [], description: 'Taints that it tolerates.' }),
});
