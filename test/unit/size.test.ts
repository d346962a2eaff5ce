import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stageable } from '../chart/stageable.ts';
import { BUDGETS, releaseSize, SECRET_LIMIT } from '../release-size.ts';
import { stageChart } from '../stubs.ts';

it.each(stageable)('the Secret of a release keeps within its budget, with %s as dependencies', async charts => {
  const { chart } = await stageChart({ charts });
  try {
    const bytes = await releaseSize({ chart });
    console.info(`Release Secret with ${charts === 'real' ? 'the real charts' : 'stubs'}: ${bytes} bytes, ${((bytes / SECRET_LIMIT) * 100).toFixed(1)} % of 1 MiB (budget ${BUDGETS[charts] * 100} %)`);
    expect(bytes / SECRET_LIMIT).toBeLessThan(BUDGETS[charts]);
  } finally {
    rmSync(chart, { recursive: true });
  }
});
