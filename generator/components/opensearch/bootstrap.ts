import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, and, describe, go, helper, include, or, when, type Condition, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { fixedNames, labelsOf, nameOf } from '../names.ts';
import { networkPolicy, toDns, toOpenSearch } from '../network-policy.ts';
import { openSearchAdmin, openSearchUrl } from '../wiring.ts';
import { byCertManager } from './certificates.ts';
import { documents, documentsHelper, scripts } from './documents.ts';
import { BOOTSTRAP, authority, everyTenMinutes, passwords, pod, same, secret, type Run } from './pod.ts';
import { users } from './roles.ts';

/** Exit status of the scripts where OpenSearch refuses what they ask: trying again would not help. */
const REFUSED = 2;

/** True where this chart puts users, templates and policies into a store: its own, or the one that is brought where it may. */
export const bootstrapped: Condition = and(values.logs.bootstrap.enabled, or(values.opensearch.enabled, values.external.opensearch.bootstrap));

const run = helper(
  `${chartInfo.name}.bootstrapRun`,
  'Names a run of the bootstrap Job by all that it depends on, as a Job cannot be changed. Of the passwords it takes when somebody else than Helm changed them, not their text.',
  go`{{- $users := lookup "v1" "Secret" .Release.Namespace "${fixedNames.openSearchUsers}" | default dict -}}
{{- $changes := list -}}
{{- range dig "metadata" "managedFields" list $users }}{{ if ne .manager "helm" }}{{ $changes = append $changes (list .manager .time) }}{{ end }}{{ end -}}
${BOOTSTRAP}-{{ list .Chart.Version (include ${documentsHelper} .) ${scripts['request.sh']} ${scripts['bootstrap.sh']} (include ${openSearchUrl} .) ${values.logs} ${values.external.opensearch} ${values.credentials.opensearch} .Values.global $changes | toJson | sha256sum | trunc 8 -}}`,
);

/** The Job that makes OpenSearch what the values say. */
export function bootstrap(templates: Templates): void {
  const template = new Template(templates, 'opensearch-bootstrap', {
    about: 'What has to be in OpenSearch: users, roles, index templates, policies, aliases. A Job puts it there.',
    source: 'generator/components/opensearch/bootstrap.ts',
    named: `${chartInfo.name}.openSearchBootstrap`,
    when: bootstrapped,
  });
  describe(
    new k8s.KubeConfigMap(template, 'documents', { metadata: { name: nameOf(BOOTSTRAP), labels: labelsOf(BOOTSTRAP) }, data: { ...scripts, ...documents } }),
    'What the Job writes into OpenSearch, and how; the janitor reads here too.',
  );
  serviceAccount(template, BOOTSTRAP);
  const adminCertificate = when(
    byCertManager,
    secret(fixedNames.openSearchAdminTls, [{ key: 'tls.crt', path: 'admin.crt' }, { key: 'tls.key', path: 'admin.key' }]),
    secret(fixedNames.openSearchTls, same('admin.crt', 'admin.key'), true),
  );
  const runWith = (env: readonly k8s.EnvVar[]): Run => ({
    component: BOOTSTRAP,
    script: 'bootstrap.sh',
    user: include(openSearchAdmin),
    passwordKey: 'admin-password',
    env,
    credentials: [passwords('admin', ...users.map(({ who }) => who)), authority, adminCertificate],
  });
  const failAtOnce = { rules: [{ action: 'FailJob', onExitCodes: { containerName: BOOTSTRAP, operator: 'In', values: [REFUSED] }, onPodConditions: [] }] };
  describe(
    new k8s.KubeJob(template, 'bootstrap', {
      metadata: { name: nameOf(`${include(run)}`), labels: labelsOf(BOOTSTRAP) },
      spec: {
        backoffLimit: 10,
        ttlSecondsAfterFinished: 86400,
        podFailurePolicy: failAtOnce,
        template: pod(runWith([])),
      },
    }),
    'Runs again at each upgrade or rollback that changes something for it, and a day after it ended at the latest. With the admin’s certificate it can also change a password that OpenSearch does not know any more.',
  );
  describe(
    new k8s.KubeCronJob(template, 'again', everyTenMinutes(runWith([{ name: 'IF_MISSING', value: 'true' }, { name: 'TRIES', value: '1' }]))),
    'Makes all again where OpenSearch has lost it with its volume, or a password in the Secret has changed. Otherwise it looks, and ends.',
  );
  networkPolicy(template, BOOTSTRAP, 'Asks OpenSearch, and is asked by nobody.', { ingress: [], egress: [toDns, toOpenSearch()] });
}
