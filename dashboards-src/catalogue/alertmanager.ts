import { counter, exporter, gauge, targetLabels } from './define.ts';

export const alertmanager = exporter({
  name: 'alertmanager',
  version: '0.27 to 0.33',
  source: 'prometheus/alertmanager notify/notify.go, types/types.go, config/coordinator.go',
  toggle: 'prometheus',
  labels: targetLabels,
  metrics: [
    counter('alertmanager_notifications_total', 'count', 'Notifications that were tried, by kind of receiver.', { labels: ['integration'] }),
    counter('alertmanager_notifications_failed_total', 'count', 'Notifications that failed, by kind of receiver and reason.', { labels: ['integration', 'reason'] }),
    gauge('alertmanager_alerts', 'count', 'Alerts that it holds, by state: active, suppressed, unprocessed.', { labels: ['state'] }),
    gauge('alertmanager_config_last_reload_successful', 'bool', '1 if the last change of its configuration was taken over.'),
  ],
});
