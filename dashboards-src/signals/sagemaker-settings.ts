import { signal } from './define.ts';

/** The defaults; `sagemaker.interval` and `sagemaker.instanceHourPrices` change them. */
export const defaults = { periodSeconds: '300', prices: 'label_replace(vector(0), "endpoint_name", "", "", "") > 0' } as const;

export const period = signal({
  name: 'sagemaker:period:seconds', title: 'Period of CloudWatch', unit: 'seconds', better: 'neither',
  description: 'The time over which CloudWatch adds up what happened, as `sagemaker.interval` says.',
  sources: [{ toggle: 'sagemaker', expr: `vector(${defaults.periodSeconds})` }],
});

/** The price of an instance of an endpoint, as PromQL; what stands for either in a template will do. */
export const price = (endpoint: string, dollars: string): string => `label_replace(vector(${dollars}), "endpoint_name", "${endpoint}", "", "")`;

export const instancePrice = signal({
  name: 'endpoint_name:instance_price:dollars_per_hour', title: 'Price of an instance of an endpoint', unit: 'dollars/hour', better: 'neither', sparse: true,
  description: 'What an hour of one instance of an endpoint costs, as `sagemaker.instanceHourPrices` says; nothing for endpoints that are not named there.',
  sources: [{ toggle: 'sagemaker', expr: defaults.prices }],
});

export const sagemakerSettingSignals = [period, instancePrice];
