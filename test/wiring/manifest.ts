/** A Kubernetes object as Helm renders it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels; readonly annotations?: Labels };
  readonly [field: string]: unknown;
}

export type Labels = Readonly<Record<string, string>>;

/** One object points at another, by name. */
export interface Reference {
  /** The object that points, as "Kind namespace/name". */
  readonly from: string;
  /** Where in it, for example "env GF_SECURITY_ADMIN_PASSWORD". */
  readonly via: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The key of a Secret or ConfigMap, or the port of a Service, by number or name. */
  readonly part?: string;
}

/** A reference without its origin, as the functions below find it. */
export type Found = Omit<Reference, 'from' | 'namespace'> & { readonly namespace?: string };

/** A copy without what is null: an empty `env:` of a template is no list. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.filter(item => item !== null).map(withoutNulls) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null).map(([key, item]) => [key, withoutNulls(item)])) as T;
}

/** All objects of a render, found by kind, namespace and name. */
export class Render {
  readonly manifests: readonly Manifest[];
  readonly #releaseNamespace: string;
  readonly #byAddress: ReadonlyMap<string, Manifest>;

  constructor(manifests: readonly Manifest[], releaseNamespace: string) {
    this.manifests = manifests;
    this.#releaseNamespace = releaseNamespace;
    this.#byAddress = new Map(manifests.map(manifest => [this.address(manifest), manifest]));
  }

  ofKind(...kinds: string[]): Manifest[] {
    return this.manifests.filter(({ kind }) => kinds.includes(kind));
  }

  /** The namespace an object ends up in; '' for the few cluster-scoped kinds that are pointed at. */
  namespace({ kind, metadata }: Manifest): string {
    return /^Cluster(Role|RoleBinding)$/.test(kind) ? '' : metadata.namespace ?? this.#releaseNamespace;
  }

  address(manifest: Manifest): string {
    return address(manifest.kind, this.namespace(manifest), manifest.metadata.name);
  }

  find(kind: string, namespace: string, name: string): Manifest | undefined {
    return this.#byAddress.get(address(kind, namespace, name));
  }

  /** Whether the render has what is pointed at, with its key or port. */
  leads({ kind, namespace, name, part }: Target): boolean {
    const target = this.find(kind, namespace, name);
    if (!target) return false;
    if (part === undefined) return true;
    if (kind === 'Service') return ((target['spec'] as { ports?: { name?: string; port: number }[] }).ports ?? []).some(port => port.name === part || String(port.port) === part);
    return part in texts(target) || part in ((target['binaryData'] ?? {}) as object);
  }
}

export type Target = Omit<Reference, 'from' | 'via'>;

/** A target for people, for example "key password of Secret monitoring/login". */
export function describe({ kind, namespace, name, part }: Target): string {
  const whole = address(kind, namespace, name);
  if (part === undefined) return whole;
  return `${kind === 'Service' ? 'port' : 'key'} ${part} of ${whole}`;
}

export const address = (kind: string, namespace: string, name: string): string => `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/** Whether the labels have every pair of the selector. An empty selector matches all. */
export const matches = (selector: Labels, labels: Labels = {}): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);

/** The texts that a ConfigMap or Secret holds, by key. */
export function texts(manifest: Manifest): Record<string, string> {
  const { data = {}, stringData = {} } = manifest as { data?: Record<string, string>; stringData?: Record<string, string> };
  const plain = manifest.kind === 'Secret' ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value ?? '', 'base64').toString()])) : data;
  return { ...plain, ...stringData };
}
