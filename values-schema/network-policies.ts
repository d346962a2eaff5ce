import { Type, section, toggle } from './define.ts';
import type { k8s } from 'cdk8s-plus-28';

export const networkPolicies = section('NetworkPolicies for the pods of this chart’s own components.', {
  enabled: toggle({ default: true, description: 'Only pods of this namespace may reach the exporters, and these reach nothing.' }),
  extraIngressFrom: Type.Optional(
    Type.Unsafe<k8s.NetworkPolicyPeer[]>({ type: ['array', 'null'], items: { type: 'object' }, default: [], description: 'Who else may (NetworkPolicyPeer), for example a Prometheus of another namespace.' }),
  ),
});
