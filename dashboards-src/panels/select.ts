/**
 * Of many series the few that are worth drawing: the greatest (`topk`) or least (`bottomk`) on average over the chosen time.
 * A plain topk chooses anew at every step, and so draws many more lines, with holes.
 */
export const chosen = (series: string, select: 'topk' | 'bottomk', count: number, on: string, ranked = series): string =>
  `${series} and on (${on}) ${select}(${count}, avg_over_time(${ranked}[$__range] @ end()))`;
