import { defaults, instancePrice, period, price, sagemakerSettingSignals } from '../signals/sagemaker-settings.ts';
import { ruleGroup, type RecordingRule } from './define.ts';

export const sagemakerSettingRules = ruleGroup('observability.sagemaker-settings', sagemakerSettingSignals);

/** The same rules with another period and prices (PromQL), or with what stands for them in a template. */
export const sagemakerSettingsOf = (seconds: string, prices: string): RecordingRule[] => [
  { record: period.name, expr: `vector(${seconds})` },
  { record: instancePrice.name, expr: prices },
];

/** PromQL of the prices by endpoint, as `sagemaker.instanceHourPrices` has them. */
export const pricesOf = (dollars: Readonly<Record<string, number | string>>): string => Object.entries(dollars).map(([endpoint, hour]) => price(endpoint, `${hour}`)).join(' or ') || defaults.prices;
