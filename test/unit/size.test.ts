import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stageable } from '../chart/stageable.ts';
import { releaseSize, SECRET_LIMIT } from '../release-size.ts';
import { stageChart } from '../stubs.ts';

/** Share of 1 MiB that the Secret of a release may take; with the real charts a release stores their values and objects. */
const budgets = { stubs: 0.1, real: 0.15 } as const;
it.each(stageable)('the Secret of a release keeps within its budget, with %s as dependencies', async charts => {
  const { chart } = await stageChart({ charts });
  try {
    const bytes = await releaseSize({ chart });
    console.info(`Release Secret with ${charts === 'real' ? 'the real charts' : 'stubs'}: ${bytes} bytes, ${((bytes / SECRET_LIMIT) * 100).toFixed(1)} % of 1 MiB (budget ${budgets[charts] * 100} %)`);
    expect(bytes / SECRET_LIMIT).toBeLessThan(budgets[charts]);
  } finally {
    rmSync(chart, { recursive: true });
  }
});
