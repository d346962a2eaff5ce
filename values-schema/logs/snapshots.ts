import { choice, section, text, toggle, url } from '../define.ts';

/** Where a file system for snapshots has to be mounted in OpenSearch's pods: its `path.repo`. */
export const SNAPSHOT_PATH = '/usr/share/opensearch/snapshots';

export const snapshots = section('Copies of the logs outside OpenSearch’s volumes, made by OpenSearch itself. What its pods need for it is in examples/values/snapshots-s3.yaml and snapshots-volume.yaml.', {
  enabled: toggle({ default: false, description: 'Makes and deletes snapshots on schedule. Switched off, those that exist stay.' }),
  schedule: text({ default: '0 3 * * *', pattern: '^(\\S+ ){4}\\S+$', description: 'When one is made: a cron expression of five fields, UTC.' }),
  keep: text({ default: '30d', pattern: '^[1-9][0-9]{0,4}d$', description: 'How long one is kept, in days; the newest always stays.' }),
  type: choice(['s3', 'fs'], { default: 's3', description: `Where to: an S3 bucket (the plugin repository-s3 has to be in OpenSearch’s image), or a volume mounted at \`${SNAPSHOT_PATH}\`.` }),
  s3: section('The bucket. Its credentials are in OpenSearch’s keystore (`opensearch.keystore`), or are those of the nodes.', {
    bucket: text({ default: '', pattern: '^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$', description: 'Name of the bucket.' }),
    basePath: text({ default: 'observability', pattern: '^[A-Za-z0-9._/-]*$', description: 'Folder in it; another one for each cluster that writes there.' }),
    region: text({ default: '', pattern: '^[a-z0-9-]*$', description: 'Its region.' }),
    endpoint: url({ default: '', description: 'Address of a store that is not Amazon’s (MinIO, Ceph).' }),
  }),
});
