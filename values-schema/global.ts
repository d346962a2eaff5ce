import { amp } from './amp.ts';
import { Type, pullSecrets, text } from './define.ts';

/** Helm passes `global` to every dependency, so it stays open: they have keys of their own in it. */
export const global = Type.Object(
  {
    clusterName: text({
      default: 'default',
      pattern: '^[A-Za-z0-9._-]+$',
      description: 'Name of this cluster: the label `cluster` on every series and log line. Give each cluster its own before several write to one store.',
    }),
    imageRegistry: text({ default: '', pattern: '^[a-z0-9.:/_-]*$', description: 'Registry that replaces the registry of every image (an air gap, a mirror). examples/values/air-gap.yaml shows the few dependencies that need it said again.' }),
    dockerRegistry: text({ default: '', pattern: '^[a-z0-9.:/_-]*$', description: 'The same for the OpenSearch chart, which has its own name for it.' }),
    imagePullSecrets: pullSecrets({ default: [], description: 'Secrets with the credentials of the registry: `[{name: …}]`.' }),
    amp,
  },
  { description: 'Shared with every dependency.' },
);
