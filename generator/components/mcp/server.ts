import { k8s } from 'cdk8s-plus-28';
import { values } from '../../chart.ts';
import { and, type Condition } from '../../helm/index.ts';

/** What differs between the MCP servers. Ports, users and flags are those of the images pinned in values-schema/mcp.ts. */
export interface Server {
  /** What it is called in the values. */
  readonly name: 'kubernetes' | 'prometheus' | 'opensearch' | 'grafana';
  readonly about: string;
  /** Of the pod and of the Service; another for each, so that all can be forwarded to one machine. */
  readonly port: number;
  /** User of the image as a number: of a name Kubernetes cannot tell whether it is root. */
  readonly user: number;
  readonly container: Pick<k8s.Container, 'args' | 'env' | 'envFrom' | 'volumeMounts'>;
  /** Where it answers whether it lives. */
  readonly health: string;
  /** It answers there only to who calls it by a name that it knows; the kubelet calls it by the pod's address. */
  readonly checksHost?: boolean;
  readonly pod?: Pick<k8s.PodSpec, 'automountServiceAccountToken' | 'hostAliases' | 'volumes'>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** What it asks. */
  readonly egress: readonly k8s.NetworkPolicyEgressRule[];
}

/** Named port of every server. */
export const HTTP = k8s.IntOrString.fromString('http');

/** `mcp-kubernetes`: the component that a server is. */
export const componentOf = ({ name }: Pick<Server, 'name'>): string => `mcp-${name}`;

/** True where the server is installed. */
export const isOn = ({ name }: Server): Condition => and(values.mcp.enabled, values.mcp[name].enabled);
