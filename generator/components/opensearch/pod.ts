import { k8s } from 'cdk8s-plus-28';
import { values } from '../../chart.ts';
import { given, include, type Reference } from '../../helm/index.ts';
import { cronJobNameOf, fixedNames, imageOf, labelsOf, nameOf, podLabelsOf } from '../names.ts';
import { hardened, runningAs } from '../restricted.ts';
import { openSearchUrl } from '../wiring.ts';
import type { scripts } from './documents.ts';

/** The component whose ConfigMap holds documents and scripts. */
export const BOOTSTRAP = 'opensearch-bootstrap';
const SCRIPTS = '/etc/bootstrap';
const CREDENTIALS = '/etc/opensearch';

/** A script that asks OpenSearch. */
export interface Run {
  readonly component: string;
  readonly script: keyof typeof scripts;
  readonly user: Reference<string>;
  readonly passwordKey: string;
  readonly env: readonly k8s.EnvVar[];
  readonly credentials: readonly k8s.VolumeProjection[];
}

export const secret = (name: string, items: readonly k8s.KeyToPath[], optional = false): k8s.VolumeProjection => ({ secret: { name, items: [...items], ...(optional && { optional }) } });
/** Passwords of users, as files. */
export const passwords = (...who: readonly string[]): k8s.VolumeProjection => secret(fixedNames.openSearchUsers, who.map(one => ({ key: `${one}-password`, path: `users/${one}-password` })));
export const same = (...keys: readonly string[]): k8s.KeyToPath[] => keys.map(key => ({ key, path: key }));

/** Where there is no such Secret the certificate of OpenSearch is one of a public authority. */
export const authority = secret(fixedNames.openSearchTls, same('ca.crt'), true);

/** Runs a script every ten minutes, one run at a time; a run that fails is followed by the next. */
export const everyTenMinutes = (run: Run): k8s.KubeCronJobProps => ({
  metadata: { name: cronJobNameOf(run.component), labels: labelsOf(run.component) },
  spec: {
    schedule: '*/10 * * * *',
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 540, template: pod(run) } },
  },
});

/** Pod that runs a script once, without rights in the cluster. */
export function pod({ component, script, user, passwordKey, env, credentials }: Run): k8s.PodTemplateSpec {
  const { image, resources, nodeSelector, tolerations } = values.logs.bootstrap;
  return {
    metadata: { labels: podLabelsOf(component) },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: nameOf(component),
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: runningAs(65534, { fsGroup: 65534 }),
      nodeSelector: given(nodeSelector),
      tolerations: given(tolerations),
      containers: [
        {
          name: component,
          image: imageOf(image),
          imagePullPolicy: image.pullPolicy,
          command: ['/bin/sh', `${SCRIPTS}/${script}`],
          env: [
            { name: 'OPENSEARCH_URL', value: include(openSearchUrl) },
            { name: 'OPENSEARCH_USER', value: user },
            { name: 'LOGIN_KEY', value: passwordKey },
            { name: 'CREDENTIALS', value: CREDENTIALS },
            { name: 'DOCUMENTS', value: SCRIPTS },
            ...env,
          ],
          resources: given(resources as Reference<k8s.ResourceRequirements>),
          securityContext: hardened,
          volumeMounts: [
            { name: 'scripts', mountPath: SCRIPTS, readOnly: true },
            { name: 'credentials', mountPath: CREDENTIALS, readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'scripts', configMap: { name: nameOf(BOOTSTRAP) } },
        { name: 'credentials', projected: { defaultMode: 0o440, sources: [...credentials] } },
        { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('8Mi') } },
      ],
    },
  };
}

