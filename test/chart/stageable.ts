import { missingArchives } from '../stubs.ts';

/** What the chart can be staged with on this machine: stubs always, the real dependency charts where all of them are there. */
export const stageable: readonly ('stubs' | 'real')[] = missingArchives().length === 0 ? ['stubs', 'real'] : ['stubs'];
