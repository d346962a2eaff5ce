/** Dollars for a thousand metrics that GetMetricData returns, and for a thousand other requests (aws.amazon.com/cloudwatch/pricing, us-east-1, 2026). Other regions and contracts differ. */
export const PRICE = { metrics: 0.01, requests: 0.01 } as const;
