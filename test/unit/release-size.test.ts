import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseSize } from '../release-size.ts';

/** Random, so that it does not shrink. */
const KILOBYTES_30 = randomBytes(22_500).toString('base64');

let chart: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(chart, path)), { recursive: true });
  writeFileSync(join(chart, path), text);
};

beforeEach(() => {
  chart = join(mkdtempSync(join(tmpdir(), 'size-')), 'observability');
  write('Chart.yaml', 'apiVersion: v2\nname: observability\nversion: 0.1.0\ndependencies: [{name: dashboards, version: 0.0.0}]');
  write('values.schema.json', '{}');
  write('charts/dashboards/Chart.yaml', 'apiVersion: v2\nname: dashboards\nversion: 0.0.0');
});
afterEach(() => rmSync(dirname(chart), { recursive: true }));

describe('releaseSize', () => {
  it('counts files of the chart itself', async () => {
    const before = await releaseSize({ chart });
    write('files/counters.csv', KILOBYTES_30);
    expect(await releaseSize({ chart }) - before).toBeGreaterThan(25_000);
  });

  it('does not count files of a dependency, but its values', async () => {
    const before = await releaseSize({ chart });
    write('charts/dashboards/dashboards/a.json', KILOBYTES_30);
    expect(await releaseSize({ chart })).toBe(before);
    write('charts/dashboards/values.yaml', `text: ${KILOBYTES_30}`);
    expect(await releaseSize({ chart }) - before).toBeGreaterThan(25_000);
  });

  it('does not count what .helmignore leaves out', async () => {
    write('.helmignore', 'notes/');
    const before = await releaseSize({ chart });
    write('notes/long.md', KILOBYTES_30);
    expect(await releaseSize({ chart })).toBe(before);
  });
});
