import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { chartInfo, values } from '../../chart.ts';
import { ROOT, and, describe, go, helper, include, isSet, not, onlyWhen, or, reference, release, withDefault, type Condition, type Reference } from '../../helm/index.ts';
import { labelsOf, nameOf } from '../names.ts';
import { componentOf, type Server } from './server.ts';

const { existingSecret, issuerRef } = values.mcp.tls;

/** True where the servers speak HTTPS. */
export const speaksHttps: Condition = or(isSet(existingSecret), isSet(issuerRef.name));

/** True where cert-manager has to make the certificates. */
export const wantsCertificate: Condition = and(isSet(issuerRef.name), not(isSet(existingSecret)));

export const schemeHelper = helper(`${chartInfo.name}.mcpScheme`, 'What the MCP servers speak.', go`{{- if ${speaksHttps} }}https{{ else }}http{{ end -}}`);

/** `http` or `https`; in capitals as probes write it. */
export const scheme = include(schemeHelper);
export const probeScheme = reference<string>(`upper (include ${JSON.stringify(schemeHelper.name)} ${ROOT})`, { type: 'string' });

/** Name of the Secret that holds the certificate of a server. */
export const certificateSecret = (server: Pick<Server, 'name'>): Reference<string> => withDefault(existingSecret, nameOf(`${componentOf(server)}-tls`));

/** Asks cert-manager (API cert-manager.io/v1) for the certificate of a server, by all names that it has inside the cluster, and the one that a forwarded port has. */
export function certificate(scope: Construct, server: Server): void {
  const component = componentOf(server);
  const name = nameOf(component);
  const inNamespace = `${name}.${release.namespace}`;
  const wanted = onlyWhen(scope, 'certificate', wantsCertificate);
  describe(
    new ApiObject(wanted, 'object', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name, labels: labelsOf(component) as Record<string, string> },
      spec: {
        secretName: certificateSecret(server),
        dnsNames: [name, inNamespace, `${inNamespace}.svc`, `${inNamespace}.svc.cluster.local`, 'localhost'],
        usages: ['server auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: { name: issuerRef.name, kind: issuerRef.kind, group: issuerRef.group },
      },
    }),
    'The last name is that of a forwarded port.',
  );
}
