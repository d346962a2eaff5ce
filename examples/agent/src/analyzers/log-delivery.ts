import { logsRead } from '../../../../dashboards-src/signals/log-pipeline.ts';
import { watching } from '../watching.ts';

export const logDelivery = watching({
  name: 'log-delivery',
  about: 'log lines that are lost or do not arrive',
  measured: `last_over_time(${logsRead.at('cluster')}[6h])`,
  alerts: ['LogBufferFull', 'LogChunksRejected', 'LogRetriesExhausted', 'LogDeliveryStopped', 'LogOutputFailing', 'LogDeliveryRetrying', 'LogBufferFilling', 'NodeLogsMissing', 'OpenSearchRed', 'OpenSearchReadOnly'].map((alert) => ({ alert })),
});
