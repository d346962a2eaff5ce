import { counter, exporter, gauge, targetLabels } from './define.ts';

const filesystem = ['device', 'mountpoint', 'fstype', 'device_error'];

export const nodeExporter = exporter({
  name: 'node-exporter',
  version: '1.12.1',
  source: 'prometheus/node_exporter collector/fixtures/e2e-output.txt',
  toggle: 'prometheus',
  labels: [...targetLabels, 'node'],
  metrics: [
    counter('node_cpu_seconds_total', 'seconds', 'CPU time by CPU and mode.', { labels: ['cpu', 'mode'] }),
    gauge('node_memory_MemTotal_bytes', 'bytes', 'Memory of the node.'),
    gauge('node_memory_MemAvailable_bytes', 'bytes', 'Memory that can be had without swapping.'),
    gauge('node_filesystem_size_bytes', 'bytes', 'Size of a file system.', { labels: filesystem }),
    gauge('node_filesystem_avail_bytes', 'bytes', 'Space that programs other than root\'s can use.', { labels: filesystem }),
    counter('node_network_receive_bytes_total', 'bytes', 'Bytes received by a network device.', { labels: ['device'] }),
    counter('node_network_transmit_bytes_total', 'bytes', 'Bytes sent by a network device.', { labels: ['device'] }),
  ],
});
