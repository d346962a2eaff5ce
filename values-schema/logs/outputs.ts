import { Type } from '../define.ts';
import { connectionOptions, outputTypeNames, outputTypes, secretOptions, type OutputTypeName } from './output-options.ts';

export interface Output {
  readonly type: OutputTypeName;
  readonly bufferSize?: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

const VALUE = { type: ['string', 'number', 'boolean'], pattern: '^[^\\n\\r]*$' };
const FROM_ENVIRONMENT = { type: 'string', pattern: '^\\$\\{[A-Z][A-Z0-9_]*\\}$' };

const optionsOf = (type: OutputTypeName): object => ({
  type: 'object',
  required: outputTypes[type].required,
  additionalProperties: false,
  properties: Object.fromEntries([...outputTypes[type].options, ...connectionOptions].map((name) => [name, secretOptions.test(name) ? FROM_ENVIRONMENT : VALUE])),
  ...(type === 'kafka' ? { patternProperties: { '^rdkafka\\.(sasl\\.password|sasl\\.oauthbearer\\.client\\.secret|ssl\\.key\\.password|ssl\\.keystore\\.password)$': FROM_ENVIRONMENT, '^rdkafka\\.(sasl\\.(mechanism|username|oauthbearer\\.(method|client\\.id|scope|token\\.endpoint\\.url))|security\\.protocol|ssl\\.(ca|certificate|key)\\.location|compression\\.codec|acks|linger\\.ms|enable\\.idempotence|log\\.connection\\.close|request\\.required\\.acks)$': VALUE } } : {}),
});

/** Second destinations, by name. Each has a buffer of its own, so that one that is down stops none of the others. */
export const outputs = Type.Unsafe<Record<string, Output>>({
  type: 'object',
  propertyNames: { pattern: '^[a-z][a-z0-9-]{0,39}$', not: { enum: ['opensearch', 'metrics'] } },
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'options'],
    properties: {
      type: { enum: outputTypeNames },
      bufferSize: { type: 'string', pattern: '^[1-9][0-9]*[KMG]$' },
      options: { type: 'object' },
    },
    allOf: outputTypeNames.map((type) => ({ if: { properties: { type: { const: type } }, required: ['type'] }, then: { properties: { options: optionsOf(type) } } })),
  },
  default: {},
  description: `Where all lines go besides OpenSearch, by a name of yours: \`{archive: {type: s3, bufferSize: 2G, options: {region: eu-west-1, bucket: our-logs}}}\`. Types: ${outputTypeNames.join(', ')}; options are those of Fluent Bit's plugin of it. \`bufferSize\` (1G) is its disk buffer on each node. Passwords are named, not written: put them into a Secret, name that in \`fluent-bit.envFrom\`, and write \`\${VARIABLE}\`. Rights in AWS come with the ServiceAccount (\`fluent-bit.serviceAccount.annotations\`).`,
});
