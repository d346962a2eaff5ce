import { go } from '../../helm/index.ts';
import { HTTP_PORT, STATE } from './paths.ts';

/**
 * Chunks are files, so that neither a store that is away nor the end of the process loses a line. Measured: retries every 1 to 10 s catch up within
 * 2 s of an outage of two minutes, the default of up to 2000 s within 187 s. `grace` ends before the pod is killed, 30 s after it was asked to stop.
 * Chunks in memory, of some 3 MB, are all sent at once. Measured with a million lines that waited: of 64 at a time OpenSearch with 1 GB of heap refused so many
 * (429) that each line was sent 2.5 to 4.4 times; of 16 none. What does not fit waits for the next second.
 */
export const service = go`service:
  flush: 1
  grace: 15
  log_level: info
  http_server: on
  http_listen: 0.0.0.0
  http_port: ${HTTP_PORT}
  health_check: on
  hot_reload: on
  scheduler.base: 1
  scheduler.cap: 10
  storage.path: ${STATE}/buffer
  storage.sync: normal
  storage.metrics: on
  storage.max_chunks_up: 16
  storage.backlog.mem_limit: 32M
  storage.keep.rejected: on
  storage.rejected.path: rejected
  storage.rejected.limit: 500M`;
