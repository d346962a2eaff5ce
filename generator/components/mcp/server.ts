import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, and, given, type Condition, type Reference, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from '../names.ts';
import { serverPolicy } from './network-policy.ts';

/** What differs between the MCP servers. Ports, users and flags are those of the images pinned in values-schema/mcp.ts. */
export interface Server {
  /** What it is called in the values. */
  readonly name: 'kubernetes' | 'prometheus' | 'opensearch' | 'grafana';
  readonly about: string;
  /** Of the container and of the Service; another for each, so that all can be forwarded to one machine. */
  readonly port: number;
  /** User of the image as a number: of a name Kubernetes cannot tell whether it is root. */
  readonly user: number;
  readonly container: Pick<k8s.Container, 'args' | 'env' | 'envFrom' | 'volumeMounts'>;
  /** What tells whether it answers. */
  readonly probe: Pick<k8s.Probe, 'httpGet' | 'tcpSocket'>;
  readonly pod?: Pick<k8s.PodSpec, 'automountServiceAccountToken' | 'hostAliases' | 'volumes'>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The one thing that it asks. */
  readonly egress: k8s.NetworkPolicyEgressRule;
}

/** Named port of every server. */
export const HTTP = k8s.IntOrString.fromString('http');

/** `mcp-kubernetes`: the component that a server is. */
export const componentOf = ({ name }: Pick<Server, 'name'>): string => `mcp-${name}`;

/** True where the server is installed. */
export const isOn = ({ name }: Server): Condition => and(values.mcp.enabled, values.mcp[name].enabled);

/** `templates/mcp/<name>.yaml`: account, Deployment, Service and NetworkPolicy of one server. */
export function serverTemplate(templates: Templates, server: Server): Template {
  const component = componentOf(server);
  const template = new Template(templates, `mcp/${server.name}`, {
    about: server.about,
    source: `generator/components/mcp/${server.name}.ts`,
    named: `${chartInfo.name}.mcp.${server.name}`,
    when: isOn(server),
  });
  serviceAccount(template, component);
  deployment(template, server);
  new k8s.KubeService(template, 'service', {
    metadata: { name: nameOf(component), labels: labelsOf(component) },
    spec: {
      type: 'ClusterIP',
      selector: selectorLabels(component),
      ports: [{ name: 'http', port: server.port, targetPort: HTTP, appProtocol: 'http' }],
    },
  });
  serverPolicy(template, component, server);
  return template;
}

function deployment(template: Template, server: Server): void {
  const component = componentOf(server);
  const settings = values.mcp[server.name];
  const { volumeMounts = [], ...container } = server.container;
  const { automountServiceAccountToken = false, volumes = [], ...pod } = server.pod ?? {};
  const probe = { ...server.probe, timeoutSeconds: 5 };
  new k8s.KubeDeployment(template, 'deployment', {
    metadata: { name: nameOf(component), labels: labelsOf(component) },
    spec: {
      replicas: 1,
      selector: { matchLabels: selectorLabels(component) },
      template: {
        metadata: { labels: podLabelsOf(component), ...(server.annotations && { annotations: server.annotations }) },
        spec: {
          serviceAccountName: nameOf(component),
          automountServiceAccountToken,
          enableServiceLinks: false,
          ...pod,
          securityContext: { runAsNonRoot: true, runAsUser: server.user, runAsGroup: server.user, seccompProfile: { type: 'RuntimeDefault' } },
          nodeSelector: given(values.mcp.nodeSelector),
          tolerations: given(values.mcp.tolerations),
          containers: [
            {
              name: component,
              image: imageOf(settings.image),
              imagePullPolicy: settings.image.pullPolicy,
              ...container,
              ports: [{ name: 'http', containerPort: server.port }],
              startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 24 },
              livenessProbe: { ...probe, periodSeconds: 15 },
              readinessProbe: { ...probe, periodSeconds: 15 },
              resources: given(settings.resources as Reference<k8s.ResourceRequirements>),
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...volumeMounts],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }, ...volumes],
        },
      },
    },
  });
}
