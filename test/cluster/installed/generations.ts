import { expect, test } from 'vitest';
import { coverDashboards } from '../../lab/coverage.ts';
import { rewritten, toNewer, toOlder, type Renaming } from '../../lab/renames.ts';
import type { Differently } from '../../lab/start.ts';
import { asked, eventually, type Asked, type Installed } from './installed.ts';

interface Generation {
  readonly name: string;
  readonly differently: Differently;
}

const generation = (name: string, names: Renaming): Generation => ({ name, differently: { exposition: (exposition) => rewritten(exposition, names) } });

/** Clusters whose exporters are newer or older than those of the lab, and call things otherwise. */
export const generations: readonly Generation[] = [generation('newer', toNewer), ...toOlder.map((names, index) => generation(`older-${index + 1}`, names))];

/** Old and new names of each rename are served in turn, and the same panels stay full. */
export function generationTests(installed: () => Installed, complete: () => readonly Asked[]): void {
  test.each(generations.map(({ name }) => name))('%s', async (name) => {
    const prometheus = installed().others.get(name)!;
    const lost = async (): Promise<string[]> => {
      const had = new Set(complete().filter(({ series }) => series > 0).map(({ id }) => id));
      const panels = asked(await coverDashboards(prometheus.client, installed().dashboards));
      return panels.filter(({ id, series }) => series === 0 && had.has(id)).map(({ id, expr }) => `${id}: ${expr}`);
    };
    expect(await eventually(lost, (empty) => empty.length === 0)).toEqual([]);
    await prometheus.stop();
  });
}
