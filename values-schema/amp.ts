import { Type, image, resources, seconds, section, stringMap, text, toggle, url, type About } from './define.ts';

const REGION = '^([a-z]{2}(-[a-z]+)+-[0-9])?$';
const ROLE = '^(arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+)?$';

/** An AWS region, or empty. */
export const region = (about: About<string>) => text({ pattern: REGION, ...about });

/** ARN of a role of IAM, or empty. */
export const roleArn = (about: About<string>) => text({ pattern: ROLE, ...about });

const count = (about: About<number> & { readonly minimum?: number }) => Type.Integer({ minimum: 1, ...about });

/** Prometheus keeps what it could not send in its write-ahead log, of which it removes what is older than about two hours (tsdb/db.go). */
const queue = section('How Prometheus sends. What waits lies in its write-ahead log, so memory is bounded by `maxShards` × (`capacity` + `maxSamplesPerSend`) samples.', {
  minShards: count({ default: 1, description: 'Senders at the start.' }),
  maxShards: count({ default: 50, description: 'Most senders at once; the alert `RemoteWriteBehind` says when these are too few.' }),
  capacity: count({ default: 10000, description: 'Samples that each sender holds; at least `maxSamplesPerSend`, better some times as many.' }),
  maxSamplesPerSend: count({ default: 1000, description: 'Samples in a request. Amazon takes requests of 1 MB at the most.' }),
  batchSendDeadline: seconds({ default: '5s', description: 'How long a sample waits for others of its request.' }),
  minBackoff: seconds({ default: '1s', description: 'Pause before a request is tried again, at first.' }),
  maxBackoff: seconds({ default: '10s', description: 'The same at the longest.' }),
  retryOnRateLimit: toggle({ default: true, description: 'Tries again also what Amazon refused as too much at once (429), rather than losing it.' }),
});

/** Amazon Managed Service for Prometheus. */
export const amp = section('Amazon Managed Service for Prometheus. It stands under `global` because Prometheus, Grafana and OpenCost read it, and a dependency sees nothing else of ours.', {
  workspace: text({
    default: '',
    pattern: '^((arn:aws[a-z-]*:aps:[a-z0-9-]+:[0-9]{12}:workspace/)?ws-[A-Za-z0-9-]+)?$',
    description: 'Id (`ws-…`) or ARN of the workspace. Empty: none.',
  }),
  region: region({ default: '', description: 'Its region; an ARN says it already.' }),
  roleArn: roleArn({ default: '', description: 'Role that is assumed to write and to query, for a workspace of another account. Empty: the role of the ServiceAccount that asks.' }),
  endpoint: url({ default: '', description: 'Address in place of `https://aps-workspaces.REGION.amazonaws.com`: an interface endpoint of your VPC without private DNS, a FIPS endpoint.' }),
  write: toggle({ default: true, description: 'Prometheus of this release sends every sample there, signed (SigV4).' }),
  query: toggle({ default: false, description: 'Dashboards, OpenCost, MCP and `helm test` ask the workspace rather than Prometheus of this release. What signs nothing by itself asks through a proxy that signs (`proxy`).' }),
  queue,
  proxy: section('aws-sigv4-proxy, which signs what OpenCost, MCP and `helm test` ask. It is there with `query` only.', {
    image: image('public.ecr.aws', 'aws-observability/aws-sigv4-proxy', '1.11.1'),
    serviceAccountAnnotations: stringMap({ default: {}, description: 'Annotations of its ServiceAccount, such as `eks.amazonaws.com/role-arn` (IRSA). EKS Pod Identity needs none.' }),
    resources: resources({ default: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } } as never, description: 'Requests and limits of the container.' }),
  }),
});
