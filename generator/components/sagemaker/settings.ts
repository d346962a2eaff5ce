import { sagemakerSettingRules, sagemakerSettingsOf } from '../../../dashboards-src/rules/sagemaker-settings.ts';
import { defaults, price } from '../../../dashboards-src/signals/sagemaker-settings.ts';
import { chartInfo, values } from '../../chart.ts';
import { go, helper, include, swapSuffix } from '../../helm/index.ts';
import type { PrometheusRuleSpec } from '../kubernetes.ts';

const prices = helper(
  `${chartInfo.name}.instancePrices`,
  'PromQL of what an hour of an instance costs, by endpoint; nothing where no price is set.',
  go`{{- $prices := list -}}
{{- range $endpoint, $dollars := ${values.sagemaker.instanceHourPrices} -}}
{{- $prices = append $prices (printf ${JSON.stringify(price('%s', '%s'))} (toJson $dollars | trimAll "\"") $endpoint) -}}
{{- end -}}
{{- join " or " $prices | default ${JSON.stringify(defaults.prices)} -}}`,
);

/** The period and the prices are the user's: the rules that record them are written from the values. */
export const sagemakerSettings = (): PrometheusRuleSpec => ({
  groups: [{
    name: sagemakerSettingRules.name,
    rules: sagemakerSettingsOf(`${swapSuffix(values.sagemaker.interval, 's', '')}`, `${include(prices)}`),
  }],
});
