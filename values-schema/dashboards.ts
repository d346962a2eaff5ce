import { section, text, toggle } from './define.ts';

export const dashboards = section('Dashboards of this chart, as ConfigMaps that Grafana’s sidecar picks up.', {
  enabled: toggle({ default: true, description: 'The dashboards. A panel whose component is off is left out.' }),
  folder: text({ default: 'AI platform', pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]*$', description: 'Folder in Grafana.' }),
});
