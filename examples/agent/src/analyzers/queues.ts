import { active } from '../../../../dashboards-src/signals/queues.ts';
import { watching } from '../watching.ts';

export const queues = watching({
  name: 'queues',
  about: 'Kueue queues that admit nothing, or drive out what runs',
  measured: `last_over_time(${active.name}[6h])`,
  alerts: [
    { alert: 'KueueQueueStuck' }, { alert: 'KueueWaitLong' }, { alert: 'KueueClusterQueueInactive' }, { alert: 'KueueQuotaIdleWhileOthersWait' }, { alert: 'KueueWorkloadsInadmissible' },
    { alert: 'KueueEvictions', when: 'window' }, { alert: 'KueuePreemptions', when: 'window' }, { alert: 'KueueGone' },
  ],
});
