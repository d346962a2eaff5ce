import { values } from '../../chart.ts';
import { go, type Reference, type TemplateText } from '../../helm/index.ts';
import { CONTAINERS, LINES, PODS, ROTATED, STATE } from './paths.ts';

/** Buffers of every input: on disk, and it goes on reading while the store is away. */
const buffered = `storage.type: filesystem
      storage.pause_on_chunks_overlimit: off`;

/** Longer than any file lives: a rotated one is let go when the kubelet deletes it. Were it let go before, it would be found once more, and read again. */
const A_YEAR = 365 * 86_400;

/**
 * Rotated files too, so that what was written while Fluent Bit was away is read though the file has another name by then: its position is kept by inode.
 * Not `threaded`: its records wait in memory while the position in the file is written down already (src/flb_input_chunk.c, append_to_ring_buffer).
 * No multiline parser: what it holds back is lost in the same way; collect.lua puts lines together. Fluent Bit's own lines are left out, as each
 * failure to send would be another line to send. Short-lived pods need the short refresh.
 */
const containers = go`
  {{- if ${values.logs.sources.containers} }}
    - name: tail
      alias: containers
      tag: ${LINES}.kube.*
      path: ${CONTAINERS}/*.log,${ROTATED}
      exclude_path: ${CONTAINERS}/*_{{ .Release.Namespace }}_fluent-bit-*.log,${PODS}/{{ .Release.Namespace }}_*/fluent-bit/*,*.gz,*.tmp
      db: ${STATE}/containers.db
      db.locking: on
      offset_key: log_offset
      read_from_head: on
      refresh_interval: 5
      rotate_wait: ${String(A_YEAR)}
      buffer_chunk_size: 256K
      buffer_max_size: 2M
      truncate_long_lines: on
      skip_long_lines: on
      skip_empty_lines: off
      ${buffered}
  {{- end }}`;

/** Without a path it reads what the node keeps, whether over restarts or not; with one that is not there Fluent Bit would not start. */
const journal = (name: string, filter: string, on: Reference<boolean>): TemplateText => go`
  {{- if ${on} }}
    - name: systemd
      alias: ${name}
      tag: ${LINES}.node.${name}
      systemd_filter: ${filter}
      db: ${STATE}/${name}.db
      read_from_tail: on
      ${buffered}
  {{- end }}`;

/** Ticks for what has no line to be brought out with: a hundred a second, of which collect.lua uses one for each line that waits. */
const clocks = go`
    - name: dummy
      alias: clock
      tag: ${LINES}.clock
      dummy: '{}'
      copies: 100
      interval_sec: 1
      ${buffered}
    - name: dummy
      alias: counts
      tag: ${LINES}.counts
      dummy: '{}'
      interval_sec: 10`;

const { kubelet, containerd, kernel } = values.logs.sources;

/** Everything that is read, and the ticks. */
export const inputs = go`  inputs:${containers}${journal('kubelet', '_SYSTEMD_UNIT=kubelet.service', kubelet)}${journal('containerd', '_SYSTEMD_UNIT=containerd.service', containerd)}${journal('kernel', '_TRANSPORT=kernel', kernel)}${clocks}`;
