import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { chartInfo, values } from '../../chart.ts';
import { equal, given, go, helper, includeBlockWith, includeWith, isSet, note, onlyWhen, sha256, when, type Condition, type Reference } from '../../helm/index.ts';
import { imageOf, labelsOf, nameOf } from '../names.ts';
import { certificateSecret, schemeHelper, speaksHttps } from './certificate.ts';
import { HTTP, componentOf, type Server } from './server.ts';
import { TOKEN_KEY, tokenSecret } from './token.ts';

/**
 * Caddy before a server asks callers for the token and speaks HTTPS, where that is wanted. Of the servers only Grafana's does both (mcp-grafana 1.1.0); Kubernetes' speaks HTTPS, and knows
 * no tokens but those of an OpenID provider (kubernetes-mcp-server 0.0.67); the others do neither (prometheus-mcp-server 1.6.2, opensearch-mcp-server-py 0.12.0). So all are asked the same way.
 */
type Behind = Pick<Server, 'name' | 'port' | 'health'>;

const { auth, kubernetes, proxy } = values.mcp;
const CONFIG = '/etc/caddy';
const CERTIFICATE = '/etc/caddy-tls';

const asks = helper(
  `${chartInfo.name}.mcpAsksForToken`,
  'True where callers of an MCP server show the token: `dict "root" $ "server" "kubernetes"`. Those of Kubernetes show one of their own where they sign in at an OpenID provider.',
  go`{{- $server := .server -}}
{{- with .root -}}
{{- if and ${equal(auth.mode, 'token')} (not (and (eq $server "kubernetes") ${kubernetes.oidc.issuerUrl})) }}true{{ end -}}
{{- end -}}`,
);

const behind = helper(
  `${chartInfo.name}.mcpBehindProxy`,
  'True where callers reach an MCP server through its proxy only: `dict "root" $ "server" "kubernetes"`.',
  go`{{- if or (eq (include ${schemeHelper} .root) "https") (include ${asks} .) }}true{{ end -}}`,
);

const host = helper(
  `${chartInfo.name}.mcpHost`,
  'Address on which an MCP server listens: of the pod, or behind its proxy of nobody else: `dict "root" $ "server" "kubernetes"`.',
  go`{{- if include ${behind} . }}127.0.0.1{{ else }}0.0.0.0{{ end -}}`,
);

const port = helper(
  `${chartInfo.name}.mcpPort`,
  'Port on which an MCP server listens; behind a proxy, which has that of the pod, another one: `dict "root" $ "server" "kubernetes" "port" 8080`.',
  go`{{- if include ${behind} . }}{{ add .port 10000 }}{{ else }}{{ .port }}{{ end -}}`,
);

/** True where callers show the token. */
export const asksForToken = ({ name }: Pick<Server, 'name'>): Condition => isSet(includeWith(asks, { server: name }));
/** True where callers reach the server through the proxy only. */
export const isBehindProxy = ({ name }: Pick<Server, 'name'>): Condition => isSet(includeWith(behind, { server: name }));

/** Where the server itself listens: for all, or behind the proxy for that alone. */
export const listenOn = ({ name, port: own }: Pick<Server, 'name' | 'port'>): { readonly host: Reference<string>; readonly port: Reference<string> } => ({
  host: includeWith(host, { server: name }),
  port: includeWith(port, { server: name, port: own }),
});

const caddyfile = helper(
  `${chartInfo.name}.mcpCaddyfile`,
  'Configuration of the proxy before an MCP server: `dict "root" $ "server" "kubernetes" "port" 8080 "health" "/healthz"`.',
  go`{
	admin off
	auto_https off
	persist_config off
	grace_period 10s
	servers {
		protocols h1 h2
	}
}

{{- $upstream := printf "127.0.0.1:%s" (include ${port} .) }}

:{{ .port }} {
	{{- if eq (include ${schemeHelper} .root) "https" }}
	tls ${CERTIFICATE}/tls.crt ${CERTIFICATE}/tls.key
	{{- end }}
	handle {{ .health }} {
		reverse_proxy {{ $upstream }} {
			# The kubelet calls it by the pod's address, which a server may not know itself by.
			header_up Host localhost:{{ .port }}
		}
	}
	{{- if include ${asks} . }}

	@stranger expression {env.MCP_TOKEN} == "" || {http.request.header.Authorization} != "Bearer " + {env.MCP_TOKEN}
	handle @stranger {
		header WWW-Authenticate Bearer
		respond "Authorization: Bearer TOKEN is missing or wrong" 401
	}

	handle {
		reverse_proxy {{ $upstream }} {
			# It is for the proxy: no server is to take it for a login elsewhere.
			header_up -Authorization
		}
	}
	{{- else }}

	handle {
		reverse_proxy {{ $upstream }}
	}
	{{- end }}
}`,
);

const configOf = ({ name, port: own, health }: Behind): Reference<string> => includeBlockWith(caddyfile, { server: name, port: own, health });

const component = (server: Behind): string => `${componentOf(server)}-proxy`;

/** The container of the proxy, and what it mounts. */
export function proxyOf(server: Behind): { readonly container: k8s.Container; readonly volumes: readonly k8s.Volume[]; readonly annotations: Record<string, string> } {
  const container: k8s.Container = {
    name: 'proxy',
    image: imageOf(proxy.image),
    imagePullPolicy: proxy.image.pullPolicy,
    ...when(speaksHttps, { command: ['/bin/sh', '-c', 'touch /tmp/started && exec caddy run --config /etc/caddy/Caddyfile'] }),
    env: [
      when(asksForToken(server), { name: 'MCP_TOKEN', valueFrom: { secretKeyRef: { name: tokenSecret, key: TOKEN_KEY } } }),
      { name: 'XDG_CONFIG_HOME', value: '/tmp' },
      { name: 'XDG_DATA_HOME', value: '/tmp' },
    ],
    ports: [{ name: 'http', containerPort: server.port }],
    livenessProbe: when<k8s.Probe>(
      speaksHttps,
      note('Caddy reads the certificate at its start only: a renewed one, which is younger than that, starts it again.', {
        exec: { command: ['/bin/sh', '-c', `[ ! ${CERTIFICATE}/tls.crt -nt /tmp/started ]`] },
        periodSeconds: 60,
        failureThreshold: 1,
      }),
      { tcpSocket: { port: HTTP }, periodSeconds: 15 },
    ),
    readinessProbe: { tcpSocket: { port: HTTP }, periodSeconds: 15 },
    resources: given(proxy.resources as Reference<k8s.ResourceRequirements>),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      // caddy-docker, Dockerfile: setcap cap_net_bind_service=+ep; Pod Security "restricted" allows it.
      capabilities: note('The program in the image is marked with this capability and does not start without it; it opens no low port.', { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }),
    },
    volumeMounts: [
      { name: 'proxy-tmp', mountPath: '/tmp' },
      { name: 'proxy-config', mountPath: CONFIG, readOnly: true },
      when(speaksHttps, { name: 'proxy-tls', mountPath: CERTIFICATE, readOnly: true }),
    ],
  };
  return {
    container,
    volumes: [
      { name: 'proxy-tmp', emptyDir: {} },
      { name: 'proxy-config', configMap: { name: nameOf(component(server)) } },
      when(speaksHttps, { name: 'proxy-tls', secret: { secretName: certificateSecret(server) } }),
    ],
    annotations: { 'checksum/proxy': sha256(configOf(server)) },
  };
}

/** Its configuration. */
export function proxyConfig(scope: Construct, server: Behind): void {
  const on = onlyWhen(scope, 'proxy', isBehindProxy(server));
  new k8s.KubeConfigMap(on, 'config', { metadata: { name: nameOf(component(server)), labels: labelsOf(componentOf(server)) }, data: { Caddyfile: configOf(server) } });
}
