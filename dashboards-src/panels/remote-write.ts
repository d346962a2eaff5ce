import type { Signal } from '../signals/define.ts';
import * as remoteWrite from '../signals/remote-write.ts';
import { about, timeseries, type PanelSpec } from './panel.ts';

const inCluster = 'cluster=~"$cluster"';
const byStore = (aggregation: 'sum' | 'max', signal: Signal, legend = '{{remote_name}}') => ({ expr: `${aggregation} by (remote_name) (${signal.name}{${inCluster}})`, legend });

export const lag = (): PanelSpec => timeseries({ ...about(remoteWrite.remoteWriteLag), key: 'remote-write-lag', width: 8, queries: [byStore('max', remoteWrite.remoteWriteLag)] });

export const flow = (): PanelSpec => timeseries({
  key: 'remote-write-flow', title: 'Samples sent to other stores', width: 8, unit: 'events/second',
  description: 'What other stores took each second, what had to be sent again, and what is lost for good. Sent again for long: the store is not reached or refuses the signature; lost: the log of Prometheus has its answer.',
  queries: [
    byStore('sum', remoteWrite.remoteWriteDelivered, '{{remote_name}} took'),
    byStore('sum', remoteWrite.remoteWriteRetried, '{{remote_name}} again'),
    byStore('sum', remoteWrite.remoteWriteLost, '{{remote_name}} lost'),
  ],
});

export const senders = (): PanelSpec => timeseries({ ...about(remoteWrite.remoteWriteSenders), key: 'remote-write-senders', width: 8, queries: [byStore('max', remoteWrite.remoteWriteSenders)] });

export const pending = (): PanelSpec => timeseries({ ...about(remoteWrite.remoteWritePending), key: 'remote-write-pending', width: 8, queries: [byStore('sum', remoteWrite.remoteWritePending)] });
