import { section } from './define.ts';
import { bootstrap } from './logs/bootstrap.ts';
import { buffer } from './logs/buffer.ts';
import { retention } from './logs/families.ts';
import { outputs } from './logs/outputs.ts';
import { redaction } from './logs/redaction.ts';
import { labels, routing } from './logs/routing.ts';
import { snapshots } from './logs/snapshots.ts';
import { sources } from './logs/sources.ts';

export const logs = section('The way of the logs from the nodes to the store.', {
  sources,
  redaction,
  routing,
  labels,
  outputs,
  buffer,
  ...retention,
  snapshots,
  bootstrap,
});
