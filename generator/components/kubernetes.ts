import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { k8s } from 'cdk8s-plus-28';

/** Objects of the Prometheus Operator, with the fields that this chart writes (prometheus-operator v0.93 CRDs). */

export interface Relabeling {
  readonly action?: 'replace' | 'keep' | 'drop' | 'labeldrop' | 'labelkeep' | 'labelmap';
  readonly sourceLabels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
}

/** The node that a scraped pod runs on, as the label `node`. */
export const nodeOfPod: Relabeling = { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' };

export interface Endpoint {
  readonly port?: string;
  readonly path?: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly scheme?: 'http' | 'https';
  readonly interval?: string;
  readonly scrapeTimeout?: string;
  readonly honorLabels?: boolean;
  readonly bearerTokenFile?: string;
  readonly tlsConfig?: { readonly insecureSkipVerify?: boolean };
  readonly relabelings?: readonly Relabeling[];
  readonly metricRelabelings?: readonly Relabeling[];
}

interface MonitorSpec {
  readonly jobLabel?: string;
  readonly namespaceSelector?: { readonly any: boolean } | { readonly matchNames: readonly string[] };
  readonly selector: k8s.LabelSelector;
  readonly sampleLimit?: number;
}

export interface PodMonitorSpec extends MonitorSpec {
  readonly podMetricsEndpoints: readonly (Endpoint & { readonly portNumber?: number })[];
}

export interface ServiceMonitorSpec extends MonitorSpec {
  readonly endpoints: readonly Endpoint[];
}

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PrometheusRuleSpec {
  readonly groups: readonly { readonly name: string; readonly interval?: string; readonly rules: readonly Rule[] }[];
}

const API = 'monitoring.coreos.com/v1';

export const podMonitor = (scope: Construct, id: string, metadata: ApiObjectMetadata, spec: PodMonitorSpec): ApiObject =>
  new ApiObject(scope, id, { apiVersion: API, kind: 'PodMonitor', metadata, spec });

export const serviceMonitor = (scope: Construct, id: string, metadata: ApiObjectMetadata, spec: ServiceMonitorSpec): ApiObject =>
  new ApiObject(scope, id, { apiVersion: API, kind: 'ServiceMonitor', metadata, spec });

export const prometheusRule = (scope: Construct, id: string, metadata: ApiObjectMetadata, spec: PrometheusRuleSpec): ApiObject =>
  new ApiObject(scope, id, { apiVersion: API, kind: 'PrometheusRule', metadata, spec });

/** A key of a Secret in the namespace of the object. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

export interface AlertMatcher {
  readonly name: string;
  readonly matchType: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Receiver {
  readonly name: string;
  readonly slackConfigs?: readonly { readonly apiURL: SecretKey; readonly channel?: string; readonly sendResolved: boolean; readonly title: string; readonly text: string }[];
  readonly pagerdutyConfigs?: readonly { readonly routingKey: SecretKey; readonly severity: string; readonly description: string; readonly sendResolved: boolean }[];
  readonly emailConfigs?: readonly {
    readonly to: string;
    readonly from: string;
    readonly smarthost: string;
    readonly authUsername?: string;
    readonly authPassword?: SecretKey;
    readonly requireTLS: boolean;
    readonly headers: readonly { readonly key: string; readonly value: string }[];
    readonly sendResolved: boolean;
  }[];
  readonly webhookConfigs?: readonly { readonly urlSecret: SecretKey; readonly sendResolved: boolean }[];
}

interface AlertRoute {
  readonly receiver: string;
  readonly matchers?: readonly AlertMatcher[];
  readonly groupBy?: readonly string[];
  readonly groupWait?: string;
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
  readonly routes?: readonly AlertRoute[];
}

export interface AlertmanagerConfigSpec {
  readonly route: AlertRoute;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly { readonly sourceMatch: readonly AlertMatcher[]; readonly targetMatch: readonly AlertMatcher[]; readonly equal: readonly string[] }[];
}

export const alertmanagerConfig = (scope: Construct, id: string, metadata: ApiObjectMetadata, spec: AlertmanagerConfigSpec): ApiObject =>
  new ApiObject(scope, id, { apiVersion: 'monitoring.coreos.com/v1alpha1', kind: 'AlertmanagerConfig', metadata, spec });
