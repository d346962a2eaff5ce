import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { chartInfo, values } from '../../chart.ts';
import { describe, go, helper, includeMap, isSet, not, onlyWhen, pipeline, type Template } from '../../helm/index.ts';
import { fixedNames, labelsOf } from '../names.ts';
import { keep } from '../secrets.ts';

const { openSearch, openSearchTls, openSearchAdminTls } = fixedNames;

/** What the nodes and the admin's certificate are called; opensearch.yml names both (nodes_dn, admin_dn). */
const NODE = openSearch;
export const ADMIN = `${openSearch}-admin`;

/** 10 years: a certificate of the chart's own authority must not end before somebody looks. */
const DAYS = 3650;

/**
 * Java reads PKCS#8 only, Sprig makes SEC1 ("EC PRIVATE KEY", RFC 5915). A P-256 key of Go is always 121 bytes long, so
 * the header of RFC 5208 before it is always the same.
 */
const PKCS8_HEADER = 'MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHk=';

const pkcs8 = helper(
  `${chartInfo.name}.pkcs8`,
  'A private key in the form that Java reads (PKCS#8), from the one that Helm makes (SEC1, P-256).',
  go`{{- $der := regexReplaceAll "-----[A-Z ]+-----|\\s" . "" | b64dec -}}
{{- if ne (len $der) 121 }}{{ fail (printf "observability: this Helm makes elliptic-curve keys of %d bytes, 121 were expected: set credentials.opensearch.existingTlsSecret=${openSearchTls} and make that Secret yourself" (len $der)) }}{{ end -}}
-----BEGIN PRIVATE KEY-----
{{ regexReplaceAll "(.{64})" (printf "%s%s" (b64dec "${PKCS8_HEADER}") $der | b64enc) "${'${1}'}\n" | trim }}
-----END PRIVATE KEY-----
`,
);

const tls = helper(
  `${chartInfo.name}.openSearchTls`,
  'Certificates of OpenSearch and its admin for `data` of a Secret: those that the Secret has, or new ones of an authority of their own, whose key nobody keeps.',
  go`{{- $secret := lookup "v1" "Secret" .Release.Namespace "${openSearchTls}" | default dict -}}
{{- $data := $secret.data | default dict -}}
{{- if and (index $data "ca.crt") (index $data "tls.crt") (index $data "tls.key") -}}
{{- pick $data "ca.crt" "tls.crt" "tls.key" "admin.crt" "admin.key" | toYaml -}}
{{- else -}}
{{- $name := "${NODE}" -}}
{{- $names := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) (printf "*.%s-headless" $name) (printf "*.%s-headless.%s.svc.cluster.local" $name .Release.Namespace) "localhost" -}}
{{- $ca := genCAWithKey "observability-opensearch-ca" ${DAYS} (genPrivateKey "ecdsa") -}}
{{- $key := genPrivateKey "ecdsa" -}}
{{- $certificate := genSignedCertWithKey $name (list "127.0.0.1") $names ${DAYS} $ca $key -}}
{{- $adminKey := genPrivateKey "ecdsa" -}}
{{- $admin := genSignedCertWithKey "${ADMIN}" (list) (list) ${DAYS} $ca $adminKey -}}
admin.crt: {{ $admin.Cert | b64enc }}
admin.key: {{ include ${pkcs8} $adminKey | b64enc }}
ca.crt: {{ $ca.Cert | b64enc }}
tls.crt: {{ $certificate.Cert | b64enc }}
tls.key: {{ include ${pkcs8} $key | b64enc }}
{{- end -}}`,
);

const { existingTlsSecret, certManager } = values.credentials.opensearch;

/** True where cert-manager makes the certificates. */
export const byCertManager = isSet(certManager.issuer);

/** Certificates of the nodes, and the admin's for the bootstrap Job: the chart's own, cert-manager's, or those that are brought. */
export function certificates(template: Template): void {
  const own = onlyWhen(template, 'certificates', not(isSet(existingTlsSecret)));
  const made = onlyWhen(own, 'made', not(byCertManager));
  describe(
    new k8s.KubeSecret(made, 'tls', { metadata: { name: openSearchTls, labels: labelsOf('opensearch'), annotations: keep }, type: 'Opaque', data: includeMap(tls) }),
    'Made on the first install and kept. To renew, delete it, run helm upgrade, and restart what has read the old authority: OpenSearch, Fluent Bit, Grafana.',
  );
  const issued = onlyWhen(own, 'issued', byCertManager);
  const namespace = pipeline('.Release.Namespace');
  certificate(issued, 'node', openSearchTls, NODE, [
    NODE, `${NODE}.${namespace}`, `${NODE}.${namespace}.svc`, `${NODE}.${namespace}.svc.cluster.local`, `*.${NODE}-headless`, `*.${NODE}-headless.${namespace}.svc.cluster.local`, 'localhost',
  ]);
  certificate(issued, 'admin', openSearchAdminTls, ADMIN, [ADMIN]);
}

/** A Certificate of cert-manager, in the form that Java reads; OpenSearch takes a renewed one up by itself. */
function certificate(scope: Construct, id: string, secretName: string, commonName: string, dnsNames: readonly string[]): void {
  new ApiObject(scope, id, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: secretName, labels: labelsOf('opensearch') },
    spec: {
      secretName,
      commonName,
      dnsNames,
      duration: '2160h',
      renewBefore: '720h',
      usages: ['digital signature', 'server auth', 'client auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { name: certManager.issuer, kind: certManager.kind, group: 'cert-manager.io' },
    },
  });
}
