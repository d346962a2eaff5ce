import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { and, describe, isSet, not, onlyWhen, or, release, withDefault, type Condition, type Reference } from '../helm/index.ts';
import { labelsOf, nameOf } from './names.ts';

/** Where the certificate of a component comes from: `values-schema/inbound.ts`. */
export interface TlsValues {
  readonly existingSecret: Reference<string>;
  readonly issuerRef: { readonly name: Reference<string>; readonly kind: Reference<string>; readonly group: Reference<string> };
}

/** True where a certificate is named. */
export const speaksTls = ({ existingSecret, issuerRef }: TlsValues): Condition => or(isSet(existingSecret), isSet(issuerRef.name));

/** True where cert-manager has to make it. */
export const wantsCertificate = ({ existingSecret, issuerRef }: TlsValues): Condition => and(isSet(issuerRef.name), not(isSet(existingSecret)));

/** Name of the Secret that holds the certificate of a component. */
export const certificateSecretOf = ({ existingSecret }: TlsValues, component: string): Reference<string> => withDefault(existingSecret, nameOf(`${component}-tls`));

/** Asks cert-manager (API cert-manager.io/v1) for the certificate of a component, by all names that its Service has inside the cluster, and the one that a forwarded port has. */
export function certificate(scope: Construct, component: string, tls: TlsValues): void {
  const name = nameOf(component);
  const inNamespace = `${name}.${release.namespace}`;
  describe(
    new ApiObject(onlyWhen(scope, 'certificate', wantsCertificate(tls)), 'object', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name, labels: labelsOf(component) as Record<string, string> },
      spec: {
        secretName: certificateSecretOf(tls, component),
        dnsNames: [name, inNamespace, `${inNamespace}.svc`, `${inNamespace}.svc.cluster.local`, 'localhost'],
        usages: ['server auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { name: tls.issuerRef.name, kind: tls.issuerRef.kind, group: tls.issuerRef.group },
      },
    }),
    'The last name is that of a forwarded port.',
  );
}
