import { k8s } from 'cdk8s-plus-28';
import { chartInfo, values } from '../../chart.ts';
import { Template, given, not, when, type Reference, type Templates } from '../../helm/index.ts';
import { serviceAccount } from '../exporter.ts';
import { imageOf, labelsOf, nameOf, podLabelsOf, selectorLabels } from '../names.ts';
import { certificate, probeScheme, scheme } from './certificate.ts';
import { serverPolicy } from './network-policy.ts';
import { isBehindProxy, proxyConfig, proxyOf } from './proxy.ts';
import { HTTP, componentOf, isOn, type Server } from './server.ts';
import { hardened, runningAs } from '../restricted.ts';

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
  proxyConfig(template, server);
  certificate(template, server);
  new k8s.KubeService(template, 'service', {
    metadata: { name: nameOf(component), labels: labelsOf(component) },
    spec: {
      type: 'ClusterIP',
      selector: selectorLabels(component),
      ports: [{ name: 'http', port: server.port, targetPort: HTTP, appProtocol: scheme }],
    },
  });
  serverPolicy(template, component, server);
  return template;
}

/** Asks the server whether it lives, through the proxy where there is one. */
function probeOf({ health, port, checksHost = false, ...server }: Server): k8s.Probe {
  const ask = { httpGet: { path: health, port: k8s.IntOrString.fromNumber(port), scheme: probeScheme } };
  return { ...(checksHost ? when(isBehindProxy(server), ask, { tcpSocket: { port: k8s.IntOrString.fromNumber(port) } }) : ask), timeoutSeconds: 5 };
}

function deployment(template: Template, server: Server): void {
  const component = componentOf(server);
  const settings = values.mcp[server.name];
  const { volumeMounts = [], ...container } = server.container;
  const { automountServiceAccountToken = false, volumes = [], ...pod } = server.pod ?? {};
  const probe = probeOf(server);
  const behind = isBehindProxy(server);
  const proxy = proxyOf(server);
  new k8s.KubeDeployment(template, 'deployment', {
    metadata: { name: nameOf(component), labels: labelsOf(component) },
    spec: {
      replicas: 1,
      selector: { matchLabels: selectorLabels(component) },
      template: {
        metadata: { labels: podLabelsOf(component), annotations: server.annotations ? { ...server.annotations, ...when(behind, proxy.annotations) } : when(behind, proxy.annotations) },
        spec: {
          serviceAccountName: nameOf(component),
          automountServiceAccountToken,
          enableServiceLinks: false,
          ...pod,
          securityContext: runningAs(server.user),
          nodeSelector: given(values.mcp.nodeSelector),
          tolerations: given(values.mcp.tolerations),
          containers: [
            {
              name: component,
              image: imageOf(settings.image),
              imagePullPolicy: settings.image.pullPolicy,
              ...container,
              ...when(not(behind), { ports: [{ name: 'http', containerPort: server.port }] }),
              startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 24 },
              livenessProbe: { ...probe, periodSeconds: 15 },
              readinessProbe: { ...probe, periodSeconds: 15 },
              resources: given(settings.resources as Reference<k8s.ResourceRequirements>),
              securityContext: hardened,
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...volumeMounts],
            },
            when(behind, proxy.container),
          ],
          volumes: [{ name: 'tmp', emptyDir: {} }, ...volumes, ...proxy.volumes.map(volume => when(behind, volume))],
        },
      },
    },
  });
}
