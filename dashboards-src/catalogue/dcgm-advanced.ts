import { dcgm, dcgmLabels } from './dcgm.ts';
import { counter, exporter, gauge } from './define.ts';

/** What the level `advanced` reads beside the metrics that the dashboards need. */
export const dcgmAdvanced = exporter({
  name: 'dcgm-exporter (advanced)',
  version: dcgm.version,
  source: dcgm.source,
  toggle: 'dcgm',
  labels: dcgmLabels,
  metrics: [
    gauge('DCGM_FI_DEV_SM_CLOCK', 'megahertz', 'Clock of the streaming multiprocessors.'),
    gauge('DCGM_FI_DEV_MEM_CLOCK', 'megahertz', 'Clock of the device memory.'),
    gauge('DCGM_FI_DEV_MEM_COPY_UTIL', 'percent', 'Share of time in which the memory controller was busy, 0 to 100.'),
    gauge('DCGM_FI_DEV_ENC_UTIL', 'percent', 'Share of time in which the video encoder was busy, 0 to 100.'),
    gauge('DCGM_FI_DEV_DEC_UTIL', 'percent', 'Share of time in which the video decoder was busy, 0 to 100.'),
    gauge('DCGM_FI_PROF_PIPE_FP64_ACTIVE', 'ratio', 'Share of time in which the 64-bit floating-point pipe was busy.'),
    gauge('DCGM_FI_PROF_PIPE_FP32_ACTIVE', 'ratio', 'Share of time in which the 32-bit floating-point pipe was busy.'),
    gauge('DCGM_FI_PROF_PIPE_FP16_ACTIVE', 'ratio', 'Share of time in which the 16-bit floating-point pipe was busy.'),
    gauge('DCGM_FI_PROF_NVLINK_TX_BYTES', 'bytes/second', 'Bytes sent over NVLink each second: already a rate.'),
    gauge('DCGM_FI_PROF_NVLINK_RX_BYTES', 'bytes/second', 'Bytes received over NVLink each second: already a rate.'),
    counter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'millijoules', 'Energy used since the driver was loaded.'),
    counter('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', 'count', 'Memory rows replaced after uncorrectable errors.'),
    counter('DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS', 'count', 'Memory rows replaced after correctable errors.'),
    counter('DCGM_FI_DEV_SYNC_BOOST_VIOLATION', 'nanoseconds', 'Time for which clocks were held down to those of the slowest GPU of a sync boost group.'),
    counter('DCGM_FI_DEV_BOARD_LIMIT_VIOLATION', 'nanoseconds', 'Time for which clocks were held down by a limit of the board, its power supply above all.'),
    counter('DCGM_FI_DEV_RELIABILITY_VIOLATION', 'nanoseconds', 'Time for which clocks were held down for the voltage that the chip can bear.'),
    counter('DCGM_FI_DEV_RETIRED_SBE', 'count', 'Memory pages retired for single-bit errors. Before Ampere.'),
    counter('DCGM_FI_DEV_RETIRED_DBE', 'count', 'Memory pages retired for double-bit errors. Before Ampere.'),
    gauge('DCGM_FI_DEV_RETIRED_PENDING', 'count', 'Memory pages that wait for a reset of the GPU to be retired. Before Ampere.'),
    gauge('DCGM_EXP_CLOCK_EVENTS_COUNT', 'count', 'Times that clocks were held down in the window of the exporter; the label clock_event says why.', { labels: ['clock_event', 'window_size_in_ms'] }),
  ],
});
