import { Type, choice, objectName, openMap, section, text, toggle, type TSchema } from './define.ts';

const DURATION = '^([0-9]+(ms|s|m|h|d|w|y))+$';
const SECRET_KEY = '^[A-Za-z0-9._-]+$';

/** The tiers of the alerts, most urgent first. */
export const tiers = ['critical', 'warning', 'info'] as const;
export type RoutingTier = (typeof tiers)[number];

/** Both Helms print a const as it is, so a credential in the open is answered with what to write instead. */
const IN_A_SECRET = { const: '(put it into a Secret of this namespace, and write the name and key of that in secretName and secretKey)' };
const CREDENTIALS = '^([a-zA-Z]*([uU][rR][lL]|[pP]assword|[tT]oken|[sS]ecret|[rR]outingKey|[sS]erviceKey|[iI]ntegrationKey|[aA]piKey))$';

/** A section in which a credential is refused wherever it may be tried. */
const secretive = <P extends Record<string, TSchema>>(description: string, properties: P) =>
  Type.Object(properties, { description, additionalProperties: false, patternProperties: { [CREDENTIALS]: IN_A_SECRET } });

const duration = (value: string, description: string) => text({ default: value, pattern: DURATION, description });
const secretName = (holds: string) => objectName({ default: '', description: `Your Secret in this namespace that holds ${holds}. Empty: not used.` });
const secretKey = (key: string) => text({ default: key, pattern: SECRET_KEY, description: 'Its key.' });

/** How long alerts are held back, Prometheus durations. */
interface Pace {
  readonly wait: string;
  readonly interval: string;
  readonly repeat: string;
}

const tier = (about: string, { wait, interval, repeat }: Pace) =>
  section(about, {
    slack: secretive('Slack.', {
      secretName: secretName('the address of an incoming webhook'),
      secretKey: secretKey('url'),
      channel: text({ default: '', description: 'Channel (`#gpu`). Empty: that of the webhook.' }),
    }),
    pagerduty: secretive('PagerDuty, Events API v2.', { secretName: secretName('an integration key'), secretKey: secretKey('routing-key') }),
    email: section('E-mail, sent by `alerts.routing.smtp`.', { to: text({ default: '', description: 'Addresses, with commas between them. Empty: not used.' }) }),
    webhook: secretive('Any program that takes Alertmanager’s JSON.', { secretName: secretName('its address'), secretKey: secretKey('url') }),
    receiver: openMap({
      default: {},
      description: 'Further fields of the receiver as an AlertmanagerConfig (v1alpha1) has them: `msteamsv2Configs: [{webhookURL: {name: teams, key: url}}]`. Credentials by name and key of a Secret here too.',
    }),
    groupWait: duration(wait, 'How long a first alert waits for others of its group.'),
    groupInterval: duration(interval, 'How long further alerts of a group that was told of wait.'),
    repeatInterval: duration(repeat, 'After what time an alert that still fires is told of again.'),
  });

export const routing = section(
  'Who is told of alerts, by severity. Off until a receiver is named; Alertmanager’s own configuration (`kube-prometheus-stack.alertmanager.config`) holds beside it. One message for all alerts of one name and service (`gpu`, `training`, …). Where a node is down its GPUs are silent, and where a critical alert fires the lesser ones of the same place.',
  {
    scope: choice(['all', 'own'], { default: 'all', description: 'All alerts of Prometheus, those of Kubernetes too, or only those of this chart.' }),
    sendResolved: toggle({ default: true, description: 'Tells also when an alert is over.' }),
    critical: tier('Wake somebody: told at once.', { wait: '0s', interval: '1m', repeat: '1h' }),
    warning: tier('Look at it today: held back for five minutes, so that what belongs together is one message.', { wait: '5m', interval: '5m', repeat: '12h' }),
    info: tier('Worth knowing.', { wait: '5m', interval: '30m', repeat: '1d' }),
    smtp: secretive('Mail server.', {
      smarthost: text({ default: '', pattern: '^([A-Za-z0-9.-]+:[0-9]+)?$', description: 'Host and port.' }),
      from: text({ default: '', description: 'Sender.' }),
      username: text({ default: '', description: 'User. Empty: no login.' }),
      secretName: secretName('its password'),
      secretKey: secretKey('password'),
      requireTLS: toggle({ default: true, description: 'Sends over TLS only.' }),
    }),
  },
);
