import { go } from '../../helm/index.ts';
import { HTTP_PORT, STATE } from './paths.ts';

/**
 * Chunks are files, so that neither a store that is away nor the end of the process loses a line. Measured: retries every 1 to 10 s catch up within
 * 2 s of an outage of two minutes, the default of up to 2000 s within 187 s. `grace` ends before the pod is killed, 30 s after it was asked to stop.
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
  storage.max_chunks_up: 64
  storage.backlog.mem_limit: 32M
  storage.keep.rejected: on
  storage.rejected.path: rejected
  storage.rejected.limit: 500M`;
