import { dcgm, dcgmLabels } from './dcgm.ts';
import { counter, exporter, gauge } from './define.ts';

/** What an exporter of others (the GPU Operator's) exposes beside ours, and what `dcgm.extraCounters` can ask for. */
export const dcgmOptional = exporter({
  name: 'dcgm-exporter (optional)',
  version: dcgm.version,
  source: dcgm.source,
  toggle: 'dcgm',
  labels: dcgmLabels,
  metrics: [
    gauge('DCGM_FI_DEV_XID_ERRORS', 'count', 'Number of the last Xid error, not a count; 0 is none.', { labels: ['err_code', 'err_msg'] }),
    counter('DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL', 'count', 'Traffic over NVLink of all lanes; DCGM does not say in which unit.'),
    gauge('DCGM_FI_DEV_VGPU_LICENSE_STATUS', 'bool', '1 with a licence for virtual GPUs.'),
    counter('DCGM_FI_DEV_LOW_UTIL_VIOLATION', 'nanoseconds', 'Time for which clocks were low because there was little to do.'),
    counter('DCGM_FI_DEV_ECC_SBE_AGG_TOTAL', 'count', 'Single-bit memory errors in the life of the GPU: corrected.'),
    counter('DCGM_FI_DEV_ECC_DBE_AGG_TOTAL', 'count', 'Double-bit memory errors in the life of the GPU: data was lost.'),
    counter('DCGM_FI_DEV_NVLINK_BANDWIDTH_L0', 'bytes', 'Bytes over the first lane of NVLink.'),
    gauge('DCGM_EXP_GPU_HEALTH_STATUS', 'count', 'Health of a part of the GPU as DCGM judges it; 0 is well.', { labels: ['health_watch', 'health_error_code'], exposedAs: 'counter' }),
    gauge('DCGM_EXP_P2P_STATUS', 'count', 'State of the NVLink between two GPUs.', { labels: ['peer_gpu', 'link_status'], exposedAs: 'counter' }),
  ],
});
