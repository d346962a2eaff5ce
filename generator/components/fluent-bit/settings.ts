import { families } from '../../../dashboards-src/logs/families.ts';
import { fieldNames, fields, type Field } from '../../../dashboards-src/logs/fields.ts';
import { chartInfo, values } from '../../chart.ts';
import { go, helper } from '../../helm/index.ts';
import { CONTAINERS, PODS, STATE, containerTag } from './paths.ts';

const fieldOf = (name: (typeof fieldNames)[number]): Field => fields[name];

/** What collect.lua knows of the schema: types of fields, the names by which a structured line may set each, and whose lines go where. */
export const schema = {
  types: Object.fromEntries(fieldNames.map((name) => [name, fieldOf(name).type])),
  aliases: Object.fromEntries(fieldNames.flatMap((name) => { const { from } = fieldOf(name); return from ? [name, ...from].map((alias): [string, string] => [alias, name]) : []; })),
  families: Object.entries(families).map(([name, { workloadKinds, podLabels, namespaces }]) => ({ name, workloadKinds, podLabels, namespaces })),
  units: { 'kubelet.service': 'kubelet', 'containerd.service': 'containerd' },
};

export const schemaFile = helper(`${chartInfo.name}.fluentBitSchema`, 'The schema of the lines, from dashboards-src/logs.', { text: JSON.stringify(schema, null, 1) });

export const settingsFile = helper(
  `${chartInfo.name}.fluentBitSettings`,
  'What the values say to collect.lua.',
  go`{{- dict
  "cluster" ${values.global.clusterName}
  "tagPrefix" "${containerTag(CONTAINERS)}"
  "rotatedPrefix" "${containerTag(PODS)}"
  "state" "${STATE}"
  "labels" (${values.logs.labels} | default list)
  "familyNames" (keys ${values.logs.families} | sortAlpha)
  "namespaces" (${values.logs.routing.namespaces} | default dict)
  "excludedNamespaces" (${values.logs.routing.excludedNamespaces} | default list)
  "redaction" (dict "patterns" (${values.logs.redaction.patterns} | default list) "keys" (${values.logs.redaction.keys} | default list))
  | toPrettyJson -}}`,
);
