import { dump } from 'js-yaml';
import type { AlertMatcher } from '../components/kubernetes.ts';
import { GROUP_BY, inhibitRules, title } from '../components/routing.ts';
import { tiers, type RoutingTier } from '../../values-schema/routing.ts';
import type { Values } from '../../values-schema/index.ts';
import { alertingGroups, recordingGroups, type PlainGroup } from './rules.ts';

/** Largest file of a namespace of rules, and of the alert manager (Amazon Managed Service for Prometheus, User Guide, "Service quotas"). */
export const LARGEST_FILE = 1_000_000;

/** File name → content. */
export type Files = ReadonlyMap<string, string>;

const yaml = (value: unknown): string => dump(value, { lineWidth: -1, noRefs: true });

/** Topics of SNS that are told of the alerts of a tier, by ARN: of what a rule manager's receivers can be, the one that needs no credential. */
export type Topics = Readonly<Partial<Record<RoutingTier, string>>>;

/**
 * The rules of the chart as namespaces of Amazon's rule manager, a file each, and the definition of its alert manager where topics are named.
 * @throws Error when a group of rules alone is larger than Amazon takes
 */
export function ampFiles(values: Values, topics: Topics = {}, largest = LARGEST_FILE): Files {
  return new Map([
    ...namespaces('observability-rules', recordingGroups(values), largest),
    ...namespaces('observability-alerts', alertingGroups(values), largest),
    ...(Object.keys(topics).length ? [['alertmanager.yaml', alertManager(values, topics)] as const] : []),
  ]);
}

/** As few files as hold the groups; groups keep their order. */
function namespaces(name: string, groups: readonly PlainGroup[], largest: number): [string, string][] {
  const fits = (some: readonly PlainGroup[]): boolean => Buffer.byteLength(yaml({ groups: some })) <= largest;
  const files: PlainGroup[][] = [[]];
  for (const group of groups) {
    if (!fits([group])) throw new Error(`the group ${group.name} has more than ${largest} bytes, the most that Amazon takes: split it`);
    if (!fits([...files.at(-1)!, group])) files.push([]);
    files.at(-1)!.push(group);
  }
  return files.map((groups, index) => [`${name}${index ? `-${index + 1}` : ''}.yaml`, yaml({ groups })]);
}

const matcher = ({ name, matchType, value }: AlertMatcher): string => `${name}${matchType}${JSON.stringify(value)}`;
const regionOf = (topic: string): string => topic.split(':')[3]!;

/** SNS takes subjects of 100 signs at most. */
const SUBJECT = '{{ define "observability.subject" }}{{ .CommonLabels.severity | toUpper }} {{ .GroupLabels.alertname }}{{ with .GroupLabels.cluster }} in {{ . }}{{ end }}{{ end }}';

/** As plain text: who reads it, reads e-mail. */
const MESSAGE = `{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
{{ with .Annotations.runbook_url }}{{ . }}{{ else }}{{ .Annotations.runbook }}{{ end }}
{{ with .Annotations.dashboard_url }}{{ . }}{{ else }}{{ .Annotations.dashboard }}{{ end }}

{{ end }}`;

function alertManager({ alerts: { routing } }: Values, topics: Topics): string {
  const routed = tiers.filter((tier) => topics[tier]);
  const config = {
    templates: ['default_template'],
    route: {
      receiver: 'nobody',
      group_by: GROUP_BY,
      routes: routed.map((tier) => ({ receiver: tier, matchers: [matcher({ name: 'severity', matchType: '=', value: tier })], group_wait: routing[tier].groupWait, group_interval: routing[tier].groupInterval, repeat_interval: routing[tier].repeatInterval })),
    },
    receivers: [
      { name: 'nobody' },
      ...routed.map((tier) => ({
        name: tier,
        sns_configs: [{ topic_arn: topics[tier]!, sigv4: { region: regionOf(topics[tier]!) }, send_resolved: routing.sendResolved, subject: '{{ template "observability.subject" . }}', message: `${title}\n\n${MESSAGE}` }],
      })),
    ],
    inhibit_rules: inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({ source_matchers: sourceMatch.map(matcher), target_matchers: targetMatch.map(matcher), equal })),
  };
  return yaml({ template_files: { default_template: `${SUBJECT}\n` }, alertmanager_config: yaml(config) });
}
