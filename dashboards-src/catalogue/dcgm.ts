import { counter, exporter, gauge, targetLabels } from './define.ts';

/**
 * Labels of the exporter itself, of the pod that holds the GPU, and of the ways in which others scrape it.
 * `Hostname` became `hostname` in 4.8.3; `exported_*` appear where a monitor does not honour labels, `pod_name` and its kin where the exporter runs with --use-old-namespace.
 */
export const dcgmLabels = [
  ...targetLabels, 'node', 'gpu', 'UUID', 'pci_bus_id', 'device', 'modelName', 'GPU_I_PROFILE', 'GPU_I_ID', 'Hostname', 'hostname', 'DCGM_FI_DRIVER_VERSION',
  'exported_namespace', 'exported_pod', 'exported_container', 'pod_namespace', 'pod_name', 'container_name',
];

export const dcgm = exporter({
  name: 'dcgm-exporter',
  version: '3.3 to 4.6',
  source: 'NVIDIA/dcgm-exporter etc/default-counters.csv, internal/pkg/collector',
  toggle: 'dcgm',
  labels: dcgmLabels,
  metrics: [
    gauge('DCGM_FI_DEV_GPU_UTIL', 'percent', 'Share of time with any kernel running, 0 to 100. Not reported for MIG slices.'),
    gauge('DCGM_FI_PROF_GR_ENGINE_ACTIVE', 'ratio', 'Share of time in which the graphics or compute engine was busy.'),
    gauge('DCGM_FI_PROF_SM_ACTIVE', 'ratio', 'Share of time in which a streaming multiprocessor had a warp assigned, averaged over all of them.'),
    gauge('DCGM_FI_PROF_SM_OCCUPANCY', 'ratio', 'Warps resident on the streaming multiprocessors, as a share of the most they can hold.'),
    gauge('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'ratio', 'Share of time in which the tensor cores were busy.'),
    gauge('DCGM_FI_PROF_DRAM_ACTIVE', 'ratio', 'Share of time in which the device memory moved data.'),
    gauge('DCGM_FI_PROF_PCIE_TX_BYTES', 'bytes/second', 'Bytes sent over PCIe each second: already a rate.'),
    gauge('DCGM_FI_PROF_PCIE_RX_BYTES', 'bytes/second', 'Bytes received over PCIe each second: already a rate.'),
    gauge('DCGM_FI_DEV_FB_USED', 'mebibytes', 'Device memory in use.'),
    gauge('DCGM_FI_DEV_FB_FREE', 'mebibytes', 'Device memory free.'),
    gauge('DCGM_FI_DEV_FB_RESERVED', 'mebibytes', 'Device memory kept by the driver.', { since: '4.0' }),
    gauge('DCGM_FI_DEV_POWER_USAGE', 'watts', 'Power that the board draws.'),
    gauge('DCGM_FI_DEV_POWER_MGMT_LIMIT', 'watts', 'Power that the board may draw.'),
    gauge('DCGM_FI_DEV_GPU_TEMP', 'celsius', 'Temperature of the GPU.'),
    gauge('DCGM_FI_DEV_MEMORY_TEMP', 'celsius', 'Temperature of the device memory; absent without a sensor.'),
    counter('DCGM_FI_DEV_POWER_VIOLATION', 'nanoseconds', 'Time for which clocks were held down by the power limit. NVML counts nanoseconds; exporters before 2026 called them microseconds in the help.'),
    counter('DCGM_FI_DEV_THERMAL_VIOLATION', 'nanoseconds', 'Time for which clocks were held down by heat. NVML counts nanoseconds; exporters before 2026 called them microseconds in the help.'),
    gauge('DCGM_EXP_XID_ERRORS_COUNT', 'count', 'Xid errors in the exporter\'s sliding window, by code. The exporter calls it a counter; it falls when the window passes.', { labels: ['xid', 'window_size_in_ms'] }),
    counter('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL', 'count', 'Double-bit memory errors since the driver was loaded: data was lost.'),
    counter('DCGM_FI_DEV_ECC_SBE_VOL_TOTAL', 'count', 'Single-bit memory errors since the driver was loaded: corrected.'),
    gauge('DCGM_FI_DEV_ROW_REMAP_FAILURE', 'bool', '1 after a broken memory row could not be replaced by a spare one. Ampere and newer.'),
    gauge('DCGM_FI_DEV_ROW_REMAP_PENDING', 'bool', '1 while a broken memory row waits for a reset of the GPU to be replaced by a spare one. Ampere and newer.'),
    counter('DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL', 'count', 'NVLink flit errors found by checksum.'),
    counter('DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL', 'count', 'NVLink data errors found by checksum.'),
    counter('DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL', 'count', 'NVLink packets sent again.'),
    counter('DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL', 'count', 'NVLink links that had to be trained again.'),
    counter('DCGM_FI_DEV_PCIE_REPLAY_COUNTER', 'count', 'PCIe packets sent again.'),
  ],
});
