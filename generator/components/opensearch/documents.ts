import { chartInfo, values } from '../../chart.ts';
import { go, helper, includeBlock, includeMap, type Reference } from '../../helm/index.ts';
import { openSearchJanitor, openSearchMonitor, openSearchReader, openSearchWriter } from '../wiring.ts';
import { indexSettings, keywordField, mapping } from './mapping.ts';
import { policy } from './policy.ts';
import { roles, users, type Role, type User } from './roles.ts';
import { repository, schedule } from './snapshots.ts';
import { sourceFile } from '../../source-file.ts';

/**
 * What the bootstrap Job writes into OpenSearch, a file each, called KIND.NAME.json. All are typed here and become text in which Helm fills in what only it knows;
 * those words stand in the documents as `{{ … }}`.
 */
const text = (document: object): string => JSON.stringify(document, null, 2);

const families = go`${values.logs.families}`.text;

const patterns = helper(
  `${chartInfo.name}.logPatterns`,
  'Names of the aliases and indices of all families, as JSON. Indices are called FAMILY-000001, and no family begins a part of its name with a digit.',
  go`{{- $patterns := list -}}
{{- range $family := keys ${{ text: families }} | sortAlpha }}{{ $patterns = concat $patterns (list $family (printf "%s-0*" $family)) }}{{ end -}}
{{- toJson $patterns -}}`,
);

const bytes = helper(
  `${chartInfo.name}.bytes`,
  'A size of Kubernetes (Mi, Gi, Ti) in bytes. Call with the size.',
  go`{{- mul (regexFind "^[0-9]+" . | int64) (get (dict "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776) (regexFind "[A-Z]i$" .) | int64) -}}`,
);

const labelFields = helper(
  `${chartInfo.name}.logLabelFields`,
  'The labels that lines carry, each a keyword, as JSON. Dots in their names would make structures of them.',
  go`{{- $fields := dict -}}
{{- range ${values.logs.labels} }}{{ $fields = set $fields (replace "." "_" .) ${{ text: keywordField }} }}{{ end -}}
{{- toJson $fields -}}`,
);

const schema = helper(
  `${chartInfo.name}.logMapping`,
  'The mapping of a line. Generated from dashboards-src/logs/fields.ts.',
  { text: text(mapping).replace('"LABELS"', `{{ include "${labelFields.name}" . }}`) },
);

const schemaId = helper(`${chartInfo.name}.logSchema`, 'Names the mapping: where an index has another, lines are sent to a new index.', go`{{- include ${schema} . | sha256sum | trunc 12 -}}`);

/** Lets Helm fill in the patterns of families where a role has them. */
const roleText = (role: Role): string =>
  text(role)
    .replaceAll('"families"', `{{ include "${patterns.name}" . }}`)
    .replaceAll('"families and restored"', `{{ append (include "${patterns.name}" . | fromJsonArray) "restored-*" | toJson }}`);

const name: Readonly<Record<User['who'], { readonly name: string }>> = { writer: openSearchWriter, reader: openSearchReader, monitor: openSearchMonitor, janitor: openSearchJanitor };
const username = ({ who }: User): string => `{{ include "${name[who].name}" . }}`;
const mappingText = (user: User): string => text({ users: ['USERNAME'] }).replace('USERNAME', username(user));

const file = (of: string, body: string): string => `${of}: |\n${body.replace(/^/gm, '  ')}\n`;

/** One file for each family; `$family` and its settings are known there. */
const ofFamily = [
  file('index-template.{{ $family }}.json', text({ index_patterns: ['{{ $family }}-0*'], composed_of: ['observability-logs'], priority: 200, template: { settings: { 'plugins.index_state_management.rollover_alias': '{{ $family }}' } } })),
  file('policy.{{ $family }}.json', text(policy({ family: '{{ $family }}', retention: '{{ $retention }}', rolloverSize: '{{ $rolloverSize }}', rolloverAge: '{{ $rolloverAge }}' }))),
].join('');

export const documentsHelper = helper(
  `${chartInfo.name}.openSearchDocuments`,
  'What the bootstrap Job writes into OpenSearch. Generated from generator/components/opensearch/.',
  {
    text: `${go`families: {{ keys ${{ text: families }} | sortAlpha | join "\n" | printf "%s\n" | toJson }}
schema: {{ include ${schemaId} . | quote }}
sizes: |
{{- range $family, $own := ${{ text: families }} }}{{ with ($own | default dict).maxSize }}
  {{ $family }} {{ include ${bytes} . }}
{{- end }}{{ end }}
users: |
${{ text: users.map(user => `  ${user.who} ${username(user)}\n`).join('') }}`.text}component-template.observability-logs.json: |
  {
    "template": {
      "settings": ${text(indexSettings).replaceAll('\n', '\n      ')},
      "mappings": {{ merge (dict "_meta" (dict "schema" (include "${schemaId.name}" .))) (include "${schema.name}" . | fromJson) | toJson }}
    }
  }
${users.map(user => file(`user.${user.who}.json`, text({ description: user.description }))).join('')}${Object.entries(roles).map(([role, what]) => file(`role.${role}.json`, roleText(what))).join('')}${users.map(user => file(`role-mapping.${user.role}.json`, mappingText(user))).join('')}${go`{{- range $family, $own := ${{ text: families }} }}
{{- $own = $own | default dict }}
{{- $retention := $own.retention | default $.Values.logs.retention }}
{{- $rolloverSize := $own.rolloverSize | default $.Values.logs.rollover.size | lower | replace "i" "b" }}
{{- $rolloverAge := $own.rolloverAge | default $.Values.logs.rollover.age }}
`.text}${ofFamily}{{- end }}
${go`{{- if ${values.logs.snapshots.enabled} }}`.text}
${file('snapshots.json', text(schedule).replace('PATTERNS', `{{ include "${patterns.name}" . | fromJsonArray | join "," }}`))}repository.json: |
  {{ include "${repository.name}" . }}
{{- end }}`,
  },
);

const script = (called: string): Reference<string> =>
  includeBlock(helper(`${chartInfo.name}.script.${called}`, `${called}.sh, as it stands in generator/components/opensearch/scripts.`, { text: sourceFile(`generator/components/opensearch/scripts/${called}.sh`) }));

/** Everything that the Job and the CronJob read, by file name. */
export const documents = includeMap(documentsHelper);
export const scripts = { 'request.sh': script('request'), 'bootstrap.sh': script('bootstrap'), 'janitor.sh': script('janitor') };
