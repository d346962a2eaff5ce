const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a Prometheus duration such as "90s", "1h30m" or "0s"; undefined where it is none. */
export function secondsOf(duration: string): number | undefined {
  if (!/^(\d+[smhd])+$/.test(duration)) return undefined;
  return [...duration.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds], 0);
}

/** A length of time as a person says it: "45 s", "12 min", "3 h", "2 days". */
export function spoken(length: number): string {
  if (length < 90) return `${Math.round(length)} s`;
  if (length < 90 * 60) return `${Math.round(length / 60)} min`;
  if (length < 36 * 3600) return `${+(length / 3600).toFixed(1)} h`;
  return `${+(length / 86_400).toFixed(1)} days`;
}
