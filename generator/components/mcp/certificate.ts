import type { Construct } from 'constructs';
import { chartInfo, values } from '../../chart.ts';
import { ROOT, go, helper, include, reference, type Condition, type Reference } from '../../helm/index.ts';
import * as certificates from '../certificate.ts';
import { componentOf, type Server } from './server.ts';

const { tls } = values.mcp;

/** True where the servers speak HTTPS. */
export const speaksHttps: Condition = certificates.speaksTls(tls);

/** True where cert-manager has to make the certificates. */
export const wantsCertificate: Condition = certificates.wantsCertificate(tls);

export const schemeHelper = helper(`${chartInfo.name}.mcpScheme`, 'What the MCP servers speak.', go`{{- if ${speaksHttps} }}https{{ else }}http{{ end -}}`);

/** `http` or `https`; in capitals as probes write it. */
export const scheme = include(schemeHelper);
export const probeScheme = reference<string>(`upper (include ${JSON.stringify(schemeHelper.name)} ${ROOT})`, { type: 'string' });

/** Name of the Secret that holds the certificate of a server. */
export const certificateSecret = (server: Pick<Server, 'name'>): Reference<string> => certificates.certificateSecretOf(tls, componentOf(server));

/** Asks cert-manager for the certificate of a server. */
export const certificate = (scope: Construct, server: Server): void => certificates.certificate(scope, componentOf(server), tls);
