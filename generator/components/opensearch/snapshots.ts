import { SNAPSHOT_PATH } from '../../../values-schema/logs/snapshots.ts';
import { chartInfo, values } from '../../chart.ts';
import { go, helper } from '../../helm/index.ts';

const value = (reference: unknown): string => `{{ ${go`${reference}`.text} }}`;
const { s3, schedule: cron, keep, type } = values.logs.snapshots;

export const repository = helper(
  `${chartInfo.name}.snapshotRepository`,
  'Where snapshots lie, as JSON: the repository `observability`. A store that is not Amazon’s has its buckets in the path of the address.',
  go`{{- if eq ${type} "fs" -}}
{{- dict "type" "fs" "settings" (dict "location" "${SNAPSHOT_PATH}" "compress" true) | toJson -}}
{{- else -}}
{{- $settings := dict "bucket" ${s3.bucket} "base_path" ${s3.basePath} -}}
{{- with ${s3.region} }}{{ $settings = set $settings "region" . }}{{ end -}}
{{- with ${s3.endpoint} }}{{ $settings = set $settings "endpoint" . | merge (dict "path_style_access" true) }}{{ end -}}
{{- dict "type" "s3" "settings" $settings | toJson -}}
{{- end -}}`,
);

/** When they are made and deleted, in the words of Snapshot Management. Users and roles are not in them: the bootstrap Job makes these anew. */
export const schedule = {
  description: `Logs of ${chartInfo.name}.`,
  creation: { schedule: { cron: { expression: value(cron), timezone: 'UTC' } }, time_limit: '12h' },
  deletion: { schedule: { cron: { expression: value(cron), timezone: 'UTC' } }, condition: { max_age: value(keep), min_count: 1 }, time_limit: '12h' },
  snapshot_config: { repository: 'observability', indices: 'PATTERNS', ignore_unavailable: true, include_global_state: false, partial: true },
};
