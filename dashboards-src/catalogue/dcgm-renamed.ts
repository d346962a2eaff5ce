import { dcgm } from './dcgm.ts';
import { dcgmAdvanced } from './dcgm-advanced.ts';
import type { Exporter } from './define.ts';

/** What DCGM's Field Naming Standard calls its fields: identifiers and values stay, and an exporter names its series as its counters file does. NVIDIA/DCGM, testing/python3/dcgm_fields.py (2026). */
export const renamedFields: Readonly<Record<string, string>> = {
  DCGM_FI_DEV_GPU_UTIL: 'DCGM_FI_DEV_GPU_UTIL_RATIO',
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: 'DCGM_FI_PROF_GR_ENGINE_UTIL_RATIO',
  DCGM_FI_PROF_SM_ACTIVE: 'DCGM_FI_PROF_SM_UTIL_RATIO',
  DCGM_FI_PROF_SM_OCCUPANCY: 'DCGM_FI_PROF_SM_OCCUPANCY_RATIO',
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: 'DCGM_FI_PROF_TENSOR_UTIL_RATIO',
  DCGM_FI_PROF_DRAM_ACTIVE: 'DCGM_FI_PROF_DRAM_UTIL_RATIO',
  DCGM_FI_DEV_POWER_USAGE: 'DCGM_FI_DEV_BOARD_POWER_WATTS',
  DCGM_FI_DEV_POWER_MGMT_LIMIT: 'DCGM_FI_DEV_BOARD_POWER_LIMIT_REQUESTED_WATTS',
  DCGM_FI_DEV_GPU_TEMP: 'DCGM_FI_DEV_GPU_TEMP_CELSIUS',
  DCGM_FI_DEV_MEMORY_TEMP: 'DCGM_FI_DEV_MEMORY_TEMP_CELSIUS',
  DCGM_FI_DEV_PCIE_REPLAY_COUNTER: 'DCGM_FI_DEV_PCIE_REPLAY_TOTAL',
  DCGM_FI_DEV_ROW_REMAP_FAILURE: 'DCGM_FI_DEV_ROW_REMAP_FAILED',
  DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS: 'DCGM_FI_DEV_ROW_REMAP_UNCORRECTABLE_TOTAL',
  DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS: 'DCGM_FI_DEV_ROW_REMAP_CORRECTABLE_TOTAL',
  DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL: 'DCGM_FI_DEV_NVLINK_CRC_FLIT_ERROR_TOTAL',
  DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_COUNT_TOTAL: 'DCGM_FI_DEV_NVLINK_CRC_DATA_ERROR_TOTAL',
  DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_TOTAL: 'DCGM_FI_DEV_NVLINK_REPLAY_ERROR_TOTAL',
  DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_COUNT_TOTAL: 'DCGM_FI_DEV_NVLINK_RECOVERY_ERROR_TOTAL',
};

/** The same fields by their new names, for exporters of others whose counters file uses these; ours uses the old ones, which every DCGM takes. */
export const dcgmRenamed: Exporter = {
  name: 'dcgm-exporter (new names)',
  version: dcgm.version,
  source: 'NVIDIA/DCGM testing/python3/dcgm_fields.py',
  toggle: 'dcgm',
  metrics: [...dcgm.metrics, ...dcgmAdvanced.metrics].flatMap((metric) => { const name = renamedFields[metric.name]; return name ? [{ ...metric, name }] : []; }),
};
