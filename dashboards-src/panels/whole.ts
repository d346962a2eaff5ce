/** Events within a time as whole numbers: Prometheus stretches what it saw to all of that time, which makes fractions of them. */
export const whole = (events: string): string => `round(${events})`;
