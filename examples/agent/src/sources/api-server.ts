import { paths, type Kind, type Kubernetes, type KubernetesObject } from './kubernetes.ts';
import { KubernetesError, type Get } from './transport.ts';

/** As many objects as are asked for at a time; the API server then answers in pieces. */
const piece = 500;

interface List {
  readonly items: readonly KubernetesObject[];
  readonly metadata?: { readonly continue?: string };
}

/** A path, with names from outside as data in it. */
function pathOf(kind: Kind, namespace: string | undefined): string {
  const { group, plural } = paths[kind];
  return `/${group}/${namespace === undefined || kind === 'Node' ? '' : `namespaces/${encodeURIComponent(namespace)}/`}${plural}`;
}

/** The API server, read by lists and logs only. */
export function apiServer(get: Get): Kubernetes {
  const all = async (kind: Kind, namespace: string | undefined): Promise<KubernetesObject[]> => {
    const found: KubernetesObject[] = [];
    let next: string | undefined;
    do {
      const { items, metadata } = JSON.parse(await get(`${pathOf(kind, namespace)}?limit=${piece}${next === undefined ? '' : `&continue=${encodeURIComponent(next)}`}`)) as List;
      // Items of a list do not repeat its kind.
      found.push(...items.map((item) => ({ ...item, kind })));
      next = metadata?.continue || undefined;
    } while (next !== undefined);
    return found;
  };
  return {
    async list(kind, namespace) {
      try {
        return (await all(kind, namespace)) as never;
      } catch (error) {
        // A cluster without Kueue has no such kind.
        if (error instanceof KubernetesError && error.status === 404) return [];
        throw error;
      }
    },
    async log({ namespace, pod, container, previous, lines }) {
      const parameters = new URLSearchParams({ container, previous: String(previous), tailLines: String(lines), limitBytes: '65536' });
      const text = await get(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${parameters}`);
      return text.split('\n').filter(Boolean);
    },
  };
}
