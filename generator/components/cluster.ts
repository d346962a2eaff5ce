import { pipeline, type Condition } from '../helm/index.ts';

/** True where a Go template expression is. */
export const condition = (code: string): Condition => pipeline(code, { type: 'boolean' }) as unknown as Condition;

/** `helm template` and GitOps tools see no cluster; every cluster has this namespace. */
export const connected = condition('lookup "v1" "Namespace" "" "kube-system"');

const has = (api: string): Condition => condition(`.Capabilities.APIVersions.Has ${JSON.stringify(api)}`);
export const hasOperator = has('monitoring.coreos.com/v1/ServiceMonitor');
export const hasCertManager = has('cert-manager.io/v1/Certificate');
