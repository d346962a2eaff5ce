import { dcgm } from './dcgm.ts';
import { counter, exporter, gauge, targetLabels } from './define.ts';

/** What the level `advanced` reads beside the metrics that the dashboards need. */
export const dcgmAdvanced = exporter({
  name: 'dcgm-exporter (advanced)',
  version: dcgm.version,
  source: dcgm.source,
  toggle: 'dcgm',
  labels: [...targetLabels, 'node', 'gpu', 'UUID', 'pci_bus_id', 'device', 'modelName', 'GPU_I_PROFILE', 'GPU_I_ID', 'DCGM_FI_DRIVER_VERSION'],
  metrics: [
    gauge('DCGM_FI_DEV_SM_CLOCK', 'count', 'Clock of the streaming multiprocessors in MHz.'),
    gauge('DCGM_FI_DEV_MEM_CLOCK', 'count', 'Clock of the device memory in MHz.'),
    gauge('DCGM_FI_DEV_MEM_COPY_UTIL', 'percent', 'Share of time in which the memory controller was busy, 0 to 100.'),
    gauge('DCGM_FI_DEV_ENC_UTIL', 'percent', 'Share of time in which the video encoder was busy, 0 to 100.'),
    gauge('DCGM_FI_DEV_DEC_UTIL', 'percent', 'Share of time in which the video decoder was busy, 0 to 100.'),
    gauge('DCGM_FI_PROF_PIPE_FP64_ACTIVE', 'ratio', 'Share of time in which the 64-bit floating-point pipe was busy.'),
    gauge('DCGM_FI_PROF_PIPE_FP32_ACTIVE', 'ratio', 'Share of time in which the 32-bit floating-point pipe was busy.'),
    gauge('DCGM_FI_PROF_PIPE_FP16_ACTIVE', 'ratio', 'Share of time in which the 16-bit floating-point pipe was busy.'),
    gauge('DCGM_FI_PROF_NVLINK_TX_BYTES', 'bytes/second', 'Bytes sent over NVLink each second: already a rate.'),
    gauge('DCGM_FI_PROF_NVLINK_RX_BYTES', 'bytes/second', 'Bytes received over NVLink each second: already a rate.'),
    counter('DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL', 'count', 'NVLink flit errors found by checksum.'),
    counter('DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL', 'count', 'NVLink data errors found by checksum.'),
    counter('DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL', 'count', 'NVLink packets sent again.'),
    counter('DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL', 'count', 'NVLink links that had to be trained again.'),
    counter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'millijoules', 'Energy used since the driver was loaded.'),
    counter('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', 'count', 'Memory rows replaced after uncorrectable errors.'),
    counter('DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS', 'count', 'Memory rows replaced after correctable errors.'),
    gauge('DCGM_EXP_CLOCK_EVENTS_COUNT', 'count', 'Times that clocks were held down in the window of the exporter; the label clock_event says why.', { labels: ['clock_event', 'window_size_in_ms'] }),
  ],
});
