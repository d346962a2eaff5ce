/** Names under which Prometheus' discovery of Kubernetes (prometheus, discovery/kubernetes) says what it knows of a target. */

export type Discovered = 'pod' | 'service';

export const metaOf = (of: Discovered): string => `__meta_kubernetes_${of}_`;
export const POD = metaOf('pod');

const written = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');

export const labelOf = (of: Discovered, name: string): string => `${metaOf(of)}label_${written(name)}`;
export const annotationOf = (of: Discovered, name: string): string => `${metaOf(of)}annotation_${written(name)}`;
