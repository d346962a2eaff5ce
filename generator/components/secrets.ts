import { chartInfo } from '../chart.ts';
import { go, helper, includeWith, type Reference } from '../helm/index.ts';

const password = helper(
  `${chartInfo.name}.password`,
  `A password in base64 for \`data\` of a Secret: the one that the Secret has, or a new one. Letters and digits, as Grafana and Fluent Bit expand other signs.
\`dict "root" $ "secret" "name" "key" "password"\``,
  go`{{- $secret := lookup "v1" "Secret" .root.Release.Namespace .secret | default dict -}}
{{- index ($secret.data | default dict) .key | default (randAlphaNum 32 | b64enc) -}}`,
);

/** A password made once and kept; see {@link keep}. */
export const passwordOf = (secret: string | Reference<string>, key: string): Reference<string> => includeWith(password, { secret, key });

/** Helm leaves such an object where it is when it leaves the release, so that it is found again. */
export const keep = { 'helm.sh/resource-policy': 'keep' } as const;
