import { k8s } from 'cdk8s-plus-28';
import { Type, type Static, type TProperties, type TSchema } from 'typebox';

/** What every value says of itself: the comment in values.yaml, the schema's description and the README's table all come from it. */
export interface About<T> {
  readonly default: T;
  /** What the value does, in full sentences; units where there are any. */
  readonly description: string;
}

/** A group of values of ours: nothing else is accepted in it. */
export const section = <P extends TProperties>(description: string, properties: P) => Type.Object(properties, { description, additionalProperties: false });

/** A switch. */
export const toggle = (about: About<boolean>) => Type.Boolean({ ...about });

/** A text on one line. With `pattern` other texts are refused and `hint` says in the README what is right. */
export const text = (about: About<string> & { readonly pattern?: string; readonly examples?: readonly string[] }) => Type.String({ pattern: '^[^\\n\\r]*$', ...about });

/** One of a few words. */
export const choice = <W extends string>(words: readonly W[], about: About<W>) => Type.Unsafe<W>({ type: 'string', enum: words, ...about });

/** Kubernetes' own structures: the API server knows their fields better than a copy here would. */
const structure = <T>(type: 'object' | 'array', items?: object) => (about: About<T>) => Type.Optional(Type.Unsafe<T>({ type: [type, 'null'], ...items, ...about }));

export const stringMap = structure<Record<string, string>>('object', { additionalProperties: { type: 'string' } });
export const stringList = structure<string[]>('array', { items: { type: 'string', pattern: '^[^\\n\\r]*$' } });
/** Texts of one form. */
export const textList = (pattern: string) => structure<string[]>('array', { items: { type: 'string', pattern } });
export const resources = structure<k8s.ResourceRequirements>('object');
export const tolerations = structure<k8s.Toleration[]>('array', { items: { type: 'object' } });
export const openMap = structure<Record<string, unknown>>('object');
export const pullSecrets = structure<k8s.LocalObjectReference[]>('array', { items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } });

/** Which nodes: at least one term, as Kubernetes refuses none. */
export const nodeSelectorTerms = (about: About<k8s.NodeSelectorTerm[]>) => Type.Unsafe<k8s.NodeSelectorTerm[]>({ type: 'array', minItems: 1, items: { type: 'object' }, ...about });

/** Labels to select by: at least one, as none would select everything. */
export const selection = (about: About<Readonly<Record<string, string>>>) => Type.Unsafe<Record<string, string>>({ type: 'object', minProperties: 1, additionalProperties: { type: 'string' }, ...about });

/** A container image; a digest, where set, is what is pulled. */
export const image = (registry: string, repository: string, tag: string) =>
  section('Image of the container.', {
    registry: text({ default: registry, description: 'Registry; `global.imageRegistry` replaces it.', pattern: '^[a-z0-9.:/_-]*$' }),
    repository: text({ default: repository, description: 'Repository in the registry.', pattern: '^[a-z0-9./_-]+$' }),
    tag: text({ default: tag, description: 'Tag.', pattern: '^[A-Za-z0-9._-]+$' }),
    digest: text({ default: '', description: 'Digest (`sha256:…`); wins over the tag.', pattern: '^(sha256:[a-f0-9]{64})?$' }),
    pullPolicy: choice(['IfNotPresent', 'Always', 'Never'], { default: 'IfNotPresent', description: 'When the image is pulled.' }),
  });

/** Name of a Kubernetes object, or empty. */
export const objectName = (about: About<string>) => text({ pattern: '^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$', ...about });

/** http(s) address, or empty. */
export const url = (about: About<string>) => text({ pattern: '^(https?://[^\\s/]+(/\\S*)?)?$', ...about });

/** An amount of bytes as Kubernetes and Fluent Bit write it. */
export const bytes = (about: About<string>) => text({ pattern: '^[1-9][0-9]*[KMG]$', ...about });

/** A duration in whole seconds, as Prometheus writes it. */
export const seconds = (about: About<string>) => text({ pattern: '^[1-9][0-9]*s$', ...about });

/** Values of a dependency: open, as its chart defines them. */
export interface Dependency {
  /** Our defaults for its values. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Why a default is as it is, by path: `prometheus.prometheusSpec.scrapeClasses`. */
  readonly notes: Readonly<Record<string, string>>;
  readonly description: string;
}

/** Where a dependency's values stand, beside a toggle that stands elsewhere. */
export const dependency = ({ defaults, notes, description }: Dependency, toggledBy: string) =>
  Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    description,
    default: defaults,
    notes,
    // Both Helms print a const as it is, so a misplaced toggle is answered with the right one.
    properties: { enabled: { const: `(remove this line: the toggle is ${toggledBy})` } },
  });

/** Values of a dependency whose toggle stands among them. */
export const toggledDependency = ({ defaults, notes, description }: Dependency, enabled: About<boolean>) =>
  Type.Unsafe<{ enabled: boolean }>({ type: 'object', description, default: defaults, notes, required: ['enabled'], properties: { enabled: { type: 'boolean', ...enabled } } });

export { Type, type Static, type TSchema };
