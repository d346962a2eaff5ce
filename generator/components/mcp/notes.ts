import { chartInfo, values } from '../../chart.ts';
import { go, isSet, type TemplateText } from '../../helm/index.ts';
import { nameOf } from '../names.ts';
import { scheme, speaksHttps } from './certificate.ts';
import { asksForToken } from './proxy.ts';
import { componentOf, isOn, type Server } from './server.ts';
import { TOKEN_KEY, tokenSecret } from './token.ts';

const { auth, kubernetes } = values.mcp;

/** On somebody's machine, where a server's port was forwarded to. */
const localUrl = ({ port }: Server): string => go`{{ ${scheme} }}://localhost:${port}/mcp`.text;

const forward = (server: Server): string => go`
{{- if ${isOn(server)} }}
  kubectl --namespace {{ .Release.Namespace }} port-forward service/{{ ${nameOf(componentOf(server))} }} ${server.port} &
{{- end }}`.text;

const add = (server: Server): string => go`
{{- if ${isOn(server)} }}
  claude mcp add --transport http ${chartInfo.name}-${server.name} ${{ text: localUrl(server) }}{{ if ${asksForToken(server)} }} --header "Authorization: Bearer $MCP_TOKEN"{{ end }}
{{- end }}`.text;

/** How a client reaches the servers, from somebody's machine and from inside the cluster; a line break stands before it. */
export const connectNotes = (servers: readonly Server[]): TemplateText => go`{{- if ${values.mcp.enabled} }}

Connect an agent to the MCP servers (streamable HTTP) from your machine; these are the commands of Claude Code, the README has Cursor's and VS Code's files:
${{ text: servers.map(forward).join('') }}
{{- if eq ${auth.mode} "token" }}
  export MCP_TOKEN=$(kubectl --namespace {{ .Release.Namespace }} get secret {{ ${tokenSecret} }} --output jsonpath='{.data.${TOKEN_KEY}}' | base64 --decode)
{{- end }}
${{ text: servers.map(add).join('') }}
In the cluster the pods that mcp.clients selects reach them by the names of the Services, at the same ports and path.
{{- end }}`;

/** What to know of them; lines of a list. */
export const securityNotes: TemplateText = go`{{- if ${values.mcp.enabled} }}
{{- if eq ${auth.mode} "none" }}
{{- if ${values.networkPolicies.enabled} }}
- The MCP servers ask callers for nothing: their NetworkPolicies let in only whom mcp.clients selects, where the cluster's network
  enforces NetworkPolicies. mcp.auth.mode=token has them ask for a token as well.
{{- else }}
- The MCP servers ask callers for nothing, and without networkPolicies.enabled=true every pod of the cluster may ask them: set that, or mcp.auth.mode=token.
{{- end }}
{{- else if not ${speaksHttps} }}
- Callers send the token of the MCP servers in the open inside the cluster: mcp.tls.issuerRef.name has them speak HTTPS.
{{- end }}
{{- if ${isSet(kubernetes.oidc.issuerUrl)} }}
- The MCP server of Kubernetes asks as its caller, who signs in at {{ ${kubernetes.oidc.issuerUrl} }}: the API server has to trust that provider too.
{{- end }}
{{- end }}`;
