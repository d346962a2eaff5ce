import { missingArchives, stageChart } from '../stubs.ts';

/** The chart with its real dependencies; undefined where download.ts could not get them. */
export const real = missingArchives().length === 0 ? await stageChart({ charts: 'real' }) : undefined;
