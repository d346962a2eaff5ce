import { counter, exporter, gauge, info, labelled, summary, targetLabels } from './define.ts';

/** What client libraries say of the process that they are part of, whoever it is: ask with the `job`. */
export const process = exporter({
  name: 'processes',
  version: 'client_golang 1.19 to 1.23, client_python 0.20 to 0.23',
  source: 'prometheus/client_golang prometheus/process_collector.go, prometheus/go_collector.go; prometheus/client_python prometheus_client/process_collector.py, gc_collector.py, platform_collector.py',
  toggle: 'prometheus',
  labels: [...targetLabels, 'node'],
  metrics: [
    counter('process_cpu_seconds_total', 'seconds', 'CPU time of a process.'),
    gauge('process_resident_memory_bytes', 'bytes', 'Memory of a process.'),
    gauge('process_virtual_memory_bytes', 'bytes', 'Addresses that a process has asked for.'),
    gauge('process_virtual_memory_max_bytes', 'bytes', 'Addresses that a process may ask for.'),
    gauge('process_open_fds', 'count', 'Files that a process holds open.'),
    gauge('process_max_fds', 'count', 'Files that a process may hold open.'),
    gauge('process_start_time_seconds', 'timestamp', 'When a process started.'),
    counter('process_network_receive_bytes_total', 'bytes', 'Bytes received in the network namespace of a process.'),
    counter('process_network_transmit_bytes_total', 'bytes', 'Bytes sent in the network namespace of a process.'),
    info('go_info', 'Version of Go.', { labels: ['version'] }),
    gauge('go_goroutines', 'count', 'Goroutines of a process; they pile up where it hangs.'),
    gauge('go_threads', 'count', 'Threads of a process.'),
    gauge('go_memstats_heap_inuse_bytes', 'bytes', 'Heap in use.'),
    gauge('go_memstats_alloc_bytes', 'bytes', 'Heap held by objects.'),
    summary('go_gc_duration_seconds', 'seconds', 'Pauses of the garbage collector.', { labels: ['quantile'] }),
    info('python_info', 'Version of Python.', { labels: ['implementation', 'major', 'minor', 'patchlevel', 'version'] }),
    ...labelled(['generation'], [
      counter('python_gc_collections_total', 'count', 'Runs of the garbage collector.'),
      counter('python_gc_objects_collected_total', 'count', 'Objects that it removed.'),
      counter('python_gc_objects_uncollectable_total', 'count', 'Objects that it could not remove.'),
    ]),
  ],
});
