import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { archiveName, stageChart, stubs, upstream } from '../stubs.ts';

let dir: string;
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'staged-')); });
afterEach(() => { rmSync(dir, { recursive: true }); vi.unstubAllEnvs(); });

describe('stubs', () => {
  it('stand for exactly the versions that Chart.yaml pins', () => {
    const byName = <T extends { name: string }>(charts: readonly T[]) => [...charts].sort((a, b) => a.name.localeCompare(b.name));
    expect(byName(stubs())).toEqual(byName(upstream.map(({ name, version }) => ({ name, version }))));
  });
});

describe('stageChart', () => {
  it('puts a stub with its helpers in place of every dependency, and says so', async () => {
    const { chart, real, line } = await stageChart({ dir: join(dir, 'chart'), charts: 'stubs' });
    expect(real).toBe(false);
    expect(line).toBe(`Dependency charts: stubs of this repository for ${upstream.map(({ name, version }) => `${name} ${version}`).join(', ')} (as asked).`);
    for (const { name } of upstream) expect(readFileSync(join(chart, 'charts', name, 'templates', '_common.tpl'), 'utf8')).toContain('define "stub.fullname"');
  });

  it('brings the CRDs of the Prometheus Operator with the stubs', async () => {
    const { chart } = await stageChart({ dir: join(dir, 'chart'), charts: 'stubs' });
    const crds = join(chart, 'charts/kube-prometheus-stack/charts/crds/crds');
    expect(existsSync(join(crds, 'monitoring.coreos.com_servicemonitors.yaml'))).toBe(true);
    expect(readFileSync(join(crds, 'monitoring.coreos.com_servicemonitors.yaml'), 'utf8')).toContain('kind: CustomResourceDefinition');
  });

  it('takes the real charts from OBSERVABILITY_CHARTS when all of them are there', async () => {
    for (const dependency of upstream) writeFileSync(join(dir, archiveName(dependency)), dependency.name);
    vi.stubEnv('OBSERVABILITY_CHARTS', dir);
    const { chart, real } = await stageChart({ dir: join(dir, 'chart') });
    expect(real).toBe(true);
    for (const dependency of upstream) expect(readFileSync(join(chart, 'charts', archiveName(dependency)), 'utf8')).toBe(dependency.name);
    expect(existsSync(join(chart, 'charts/grafana'))).toBe(false);
  });

  it('replaces what an earlier run left in the directory', async () => {
    writeFileSync(join(dir, 'left-over.yaml'), '');
    await stageChart({ dir, charts: 'stubs' });
    expect(existsSync(join(dir, 'left-over.yaml'))).toBe(false);
  });
});
