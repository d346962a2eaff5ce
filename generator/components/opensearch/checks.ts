import { FAMILY_NAME } from '../../../values-schema/logs/families.ts';
import { SNAPSHOT_PATH } from '../../../values-schema/logs/snapshots.ts';
import { chartInfo, values } from '../../chart.ts';
import { and, equal, go, helper, includeTest, isSet, not, or, type Helper } from '../../helm/index.ts';
import type { Check } from '../checks.ts';
import { condition, connected, hasCertManager } from '../cluster.ts';
import { fixedNames } from '../names.ts';
import { byCertManager } from './certificates.ts';
import { users } from './roles.ts';

const { openSearch, openSearchTls, openSearchUsers } = fixedNames;

/** Keys that a Secret of the cluster lacks; nothing where Helm sees no cluster. `keys` is a Go template that yields the list `$keys`. */
const lacking = (name: string, secret: string, keys: string): Helper =>
  helper(
    `${chartInfo.name}.${name}`,
    `What the Secret ${secret} lacks, or nothing. Where Helm sees no cluster it finds nothing.`,
    go`{{- if ${connected} -}}
${{ text: keys }}
{{- $data := (lookup "v1" "Secret" .Release.Namespace "${secret}" | default dict).data | default dict -}}
{{- $missing := list -}}
{{- range $keys }}{{ if not (index $data .) }}{{ $missing = append $missing . }}{{ end }}{{ end -}}
{{- join ", " $missing -}}
{{- end -}}`,
  );

const list = (...keys: readonly string[]): string => `(list ${keys.map(key => JSON.stringify(key)).join(' ')})`;
const passwords = (...who: readonly string[]): string => list(...who.map(one => `${one}-password`));

const lackingPasswords = lacking(
  'lackingPasswords',
  openSearchUsers,
  go`{{- $keys := ${{ text: passwords('admin', ...users.map(({ who }) => who)) }} -}}
{{- if not ${values.opensearch.enabled} }}{{ $keys = ternary $keys ${{ text: passwords('writer', 'reader', 'monitor') }} ${values.external.opensearch.bootstrap} }}{{ end -}}`.text,
);
const lackingCertificates = lacking('lackingCertificates', openSearchTls, go`{{- $keys := ternary ${{ text: list('ca.crt', 'tls.crt', 'tls.key') }} ${{ text: list('ca.crt') }} ${values.opensearch.enabled} -}}`.text);

const fewer = helper(
  `${chartInfo.name}.fewerNodes`,
  'How many nodes of OpenSearch there are, where the values want fewer. Where Helm sees no cluster it finds none.',
  go`{{- $set := lookup "apps/v1" "StatefulSet" .Release.Namespace "${openSearch}" | default dict -}}
{{- $now := dig "spec" "replicas" 0 $set | int -}}
{{- if gt $now (int .Values.opensearch.replicas) }}{{ $now }}{{ end -}}`,
);

const badNames = helper(
  `${chartInfo.name}.badFamilyNames`,
  'Families whose names OpenSearch refuses, or that would mix with others, or nothing.',
  go`{{- $bad := list -}}
{{- range $family := keys ${values.logs.families} | sortAlpha }}{{ if or (not (regexMatch "${FAMILY_NAME}" $family)) (gt (len $family) 60) }}{{ $bad = append $bad $family }}{{ end }}{{ end -}}
{{- join ", " $bad -}}`,
);

/** What OpenSearch, what is in it and what is beside it cannot do. */
export function openSearchChecks(): Check[] {
  const { opensearch: credentials } = values.credentials;
  const { snapshots, bootstrap } = values.logs;
  const { opensearch: external } = values.external;
  const own = values.opensearch.enabled;
  const bucket = and(own, snapshots.enabled, equal(snapshots.type, 's3'));
  return [
    {
      refuses: 'a family that OpenSearch has no name for',
      when: includeTest(badNames),
      message: go`printf "logs.families has %s: write words of lower-case letters and digits, each beginning with a letter, with dashes between them and 60 signs at most, as in team-a" (include ${badNames} .)`,
    },
    {
      refuses: 'a cluster of two',
      when: and(own, condition('eq (int .Values.opensearch.replicas) 2')),
      message: 'opensearch.replicas=2: of two nodes neither goes on without the other: set 1 or 3',
    },
    {
      refuses: 'fewer nodes of OpenSearch than there are',
      when: and(own, includeTest(fewer)),
      message: go`printf "opensearch.replicas=%d while there are %s: the lines of the others would be gone. First move them (README, Three nodes), then kubectl scale statefulset ${openSearch} --replicas=%d" (int .Values.opensearch.replicas) (include ${fewer} .) (int .Values.opensearch.replicas)`,
    },
    {
      refuses: 'passwords of OpenSearch that are not there',
      when: and(isSet(credentials.existingSecret), includeTest(lackingPasswords)),
      message: go`printf "credentials.opensearch.existingSecret=${openSearchUsers}: in the namespace %s that Secret lacks %s: make it, or add them" .Release.Namespace (include ${lackingPasswords} .)`,
    },
    {
      refuses: 'certificates of OpenSearch that are not there',
      when: and(isSet(credentials.existingTlsSecret), includeTest(lackingCertificates)),
      message: go`printf "credentials.opensearch.existingTlsSecret=${openSearchTls}: in the namespace %s that Secret lacks %s: make it, or add them" .Release.Namespace (include ${lackingCertificates} .)`,
    },
    {
      refuses: 'certificates of OpenSearch from two sides',
      when: and(byCertManager, isSet(credentials.existingTlsSecret)),
      message: 'credentials.opensearch.certManager.issuer and credentials.opensearch.existingTlsSecret both give the certificates: remove one of them',
    },
    {
      refuses: 'certificates by a cert-manager that is not there',
      when: and(own, byCertManager, connected, not(hasCertManager)),
      message: 'credentials.opensearch.certManager.issuer needs cert-manager, which this cluster does not have: install it, or remove the issuer, and the chart makes certificates itself',
    },
    {
      refuses: 'snapshots that nobody schedules',
      when: and(snapshots.enabled, or(not(bootstrap.enabled), not(or(own, external.bootstrap)))),
      message: 'logs.snapshots.enabled=true needs the bootstrap Job: set logs.bootstrap.enabled=true, and for a store of your own external.opensearch.bootstrap=true',
    },
    {
      refuses: 'snapshots without a bucket',
      when: and(snapshots.enabled, equal(snapshots.type, 's3'), not(isSet(snapshots.s3.bucket))),
      message: 'logs.snapshots.type=s3 has no bucket: set logs.snapshots.s3.bucket, or logs.snapshots.type=fs with a volume',
    },
    {
      refuses: 'snapshots to a bucket without the plugin for it',
      when: and(bucket, condition('eq (dig "image" "repository" "opensearchproject/opensearch" .Values.opensearch) "opensearchproject/opensearch"'), not(condition('has "repository-s3" (dig "plugins" "installList" list .Values.opensearch | default list)'))),
      message: 'logs.snapshots.type=s3 needs the plugin repository-s3, which the image does not have: set opensearch.plugins.enabled=true and opensearch.plugins.installList={repository-s3}, or opensearch.image.repository to an image that has it',
    },
    {
      refuses: 'snapshots to a volume that is not mounted',
      when: and(own, snapshots.enabled, equal(snapshots.type, 'fs'), not(condition(`contains "${SNAPSHOT_PATH}" (toJson (dig "extraVolumeMounts" list .Values.opensearch))`))),
      message: `logs.snapshots.type=fs needs a volume at ${SNAPSHOT_PATH}: name it in opensearch.extraVolumes and opensearch.extraVolumeMounts (examples/values/snapshots-volume.yaml)`,
    },
    {
      refuses: 'a bootstrap of a store that is asked by signature',
      when: and(not(own), external.bootstrap, isSet(external.aws.region)),
      message: 'external.opensearch.bootstrap logs in with a password and cannot sign requests: set it to false and make users, templates, policies and aliases there yourself, or remove external.opensearch.aws.region',
    },
  ];
}
