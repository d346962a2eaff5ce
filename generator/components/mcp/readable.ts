import type { k8s } from 'cdk8s-plus-28';
import { CORE, type ReadableGroup } from '../../../values-schema/readable.ts';
import { chartInfo, values } from '../../chart.ts';
import { eachEntry, go, helper, isSet, reference, when, type Reference } from '../../helm/index.ts';

const { configMaps, readable } = values.mcp.kubernetes;

/** Reading, in Kubernetes' three verbs. */
const verbs = ['get', 'list', 'watch'];

/** What a role reads of one group: with what is outside namespaces, or without. */
const resourcesFor = {
  cluster: reference<string[]>('concat ($resources.namespaced | default list) ($resources.clusterWide | default list)', { type: 'array' }),
  namespace: reference<string[]>('$resources.namespaced', { type: 'array' }),
} as const;

const apiGroup = `${reference<string>(`ternary "" $group (eq $group "${CORE}")`, { type: 'string' })}`;

/** Rules of the role that reads what `mcp.kubernetes.readable` lists, in the whole cluster or in one namespace. */
export const rulesFor = (scope: keyof typeof resourcesFor): k8s.PolicyRule[] => {
  const resources = resourcesFor[scope];
  return [
    // A rule without resources would be refused.
    eachEntry(['group', 'resources'], readable as Reference<Record<string, ReadableGroup>>, (): k8s.PolicyRule => when(isSet(resources), { apiGroups: [apiGroup], resources, verbs })),
    when(configMaps, { apiGroups: [''], resources: ['configmaps'], verbs }),
  ];
};

/** What nobody is given by `mcp.kubernetes.readable`, each as `GROUP: RESOURCE`. */
export const refusedResources = helper(
  `${chartInfo.name}.mcpRefusedResources`,
  'Resources in mcp.kubernetes.readable that are not to be read this way.',
  go`{{- $refused := list -}}
{{- range $group, $resources := ${readable} -}}
{{- range concat ($resources.namespaced | default list) ($resources.clusterWide | default list) -}}
{{- if has . (list "secrets" "configmaps") }}{{ $refused = append $refused (printf "%s: %s" $group .) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- join ", " $refused -}}`,
);
