import type { Place } from './findings.ts';

/** What findings call the workload of a place. */
export const called = ({ workload_kind: kind, namespace, workload, pod }: Place): string => `${kind ?? 'Pod'} ${namespace}/${workload ?? pod}`;

/** The workload of a place, whatever pod of it. */
export const ofWorkload = ({ pod: _pod, container: _container, node: _node, gpu: _gpu, ...workload }: Place): Place => workload;

/** Whether two places are of one workload. */
export const sameWorkload = (one: Place, other: Place): boolean => one.cluster === other.cluster && one.namespace === other.namespace && one.workload !== undefined && one.workload === other.workload;
