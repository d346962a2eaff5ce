import type { k8s } from 'cdk8s-plus-28';

/** What Pod Security "restricted" asks of a container, and an image that nobody writes to. */
export const hardened: k8s.SecurityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

/** What Pod Security "restricted" asks of a pod: a user and group without rights, to whom its volumes may belong. */
export const runningAs = (user: number, volumes: Pick<k8s.PodSecurityContext, 'fsGroup' | 'fsGroupChangePolicy'> = {}): k8s.PodSecurityContext =>
  ({ runAsNonRoot: true, runAsUser: user, runAsGroup: user, ...volumes, seccompProfile: { type: 'RuntimeDefault' } });
