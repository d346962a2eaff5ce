import { k8s } from 'cdk8s-plus-28';
import { Type, type Static, type TProperties } from 'typebox';
import { valuesOf, type ValueSchema } from '../../../generator/helm/index.ts';

const section = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const stringMap = Type.Unsafe<Record<string, string>>({ type: ['object', 'null'], additionalProperties: { type: 'string' } });

/** One value of each kind. */
export const sample = section({
  enabled: Type.Boolean(),
  replicas: Type.Integer(),
  ratio: Type.Unsafe<number>({ anyOf: [{ type: 'number' }, { type: 'string' }] }),
  text: Type.String(),
  name: Type.String({ pattern: '^[a-z0-9-]*$' }),
  mode: Type.Unsafe<'fast' | 'safe'>({ type: 'string', enum: ['fast', 'safe'] }),
  args: Type.Unsafe<string[]>({ type: ['array', 'null'], items: { type: 'string' } }),
  labels: stringMap,
  resources: Type.Unsafe<k8s.ResourceRequirements>({ type: ['object', 'null'] }),
  tolerations: Type.Unsafe<k8s.Toleration[]>({ type: ['array', 'null'], items: { type: 'object' } }),
  'kube-api': section({ enabled: Type.Boolean(), url: Type.String() }),
});

export type Sample = Static<typeof sample>;

/** References to the values of {@link sample}. */
export const values = valuesOf<Sample>(sample as unknown as ValueSchema);

/** Values that a user could give. */
export const given: Sample = {
  enabled: true,
  replicas: 2,
  ratio: 0.5,
  text: 'some text',
  name: 'web',
  mode: 'fast',
  args: ['-a', '-b'],
  labels: { team: 'ml', tier: 'gold' },
  resources: { limits: { cpu: k8s.Quantity.fromString('1') } },
  tolerations: [{ key: 'gpu', operator: 'Exists' }],
  'kube-api': { enabled: true, url: 'http://kube' },
};
