import { values } from '../../chart.ts';
import { equal, go } from '../../helm/index.ts';
import { nameOf } from '../names.ts';
import { TOKEN_KEY, tokenSecretOf } from '../token.ts';
import { speaksTlsToSenders, takesTraces } from './conditions.ts';
import { COMPONENT, PORTS, TOKEN_COMPONENT } from './places.ts';

const { otel } = values;
const scheme = go`http{{ if ${speaksTlsToSenders} }}s{{ end }}`;

/** Where programs send to. */
export const otlpAddress = go`${scheme}://{{ ${nameOf(COMPONENT)} }}.{{ .Release.Namespace }}.svc:${PORTS.grpc} (gRPC), :${PORTS.http} (HTTP)`;

/** What to know of it; lines of a list. */
export const otlpNotes = go`{{- if ${otel.enabled} }}
- Programs send by OTLP with OTEL_EXPORTER_OTLP_ENDPOINT=${scheme}://{{ ${nameOf(COMPONENT)} }}.{{ .Release.Namespace }}.svc:${PORTS.grpc}; the collector adds namespace, pod and node.
{{- if ${equal(otel.auth.mode, 'token')} }} With OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer TOKEN":
  kubectl --namespace {{ .Release.Namespace }} get secret {{ ${tokenSecretOf(otel.auth, TOKEN_COMPONENT)} }} --output jsonpath='{.data.${TOKEN_KEY}}' | base64 --decode
{{- else if not ${values.networkPolicies.enabled} }} Without networkPolicies.enabled=true every pod of the cluster may: set that, or otel.auth.mode=token.
{{- end }}
{{- if not ${takesTraces} }}
- No traces are taken: name their store in otel.traces.url.
{{- end }}
{{- end }}`;
