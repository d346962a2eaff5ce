import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { clientEnvironment } from '../lab/apply.ts';
import { shippedDashboards } from '../lab/dashboard.ts';
import type { LabPrometheus } from '../lab/prometheus.ts';
import { startLab } from '../lab/start.ts';
import { absences, absenceTests } from './installed/absence.ts';
import { apiServerTests } from './installed/api-server.ts';
import { catalogueTests } from './installed/catalogue.ts';
import { NAMESPACE, asked, type Asked, type Installed } from './installed/installed.ts';
import { prometheusTests } from './installed/prometheus.ts';
import { generations, generationTests } from './installed/generations.ts';
import { Cluster } from './release.ts';

const dir = mkdtempSync(join(tmpdir(), 'observability-installed-'));

let seen: Installed;
const installed = (): Installed => seen;
/** What the panels showed with every source there. */
let panels: readonly Asked[] = [];
const complete = (): readonly Asked[] => panels;

beforeAll(async () => {
  const step = <T>(title: string, work: () => Promise<T>): Promise<T> => {
    console.log(title);
    return work();
  };
  const lab = await startLab({ dir, step, log: console.log, helmArgs: ['--set', 'mcp.enabled=true', '--set', 'mcp.grafana.enabled=true', '--set', 'mcp.grafana.existingSecret=grafana-viewer', '--set', 'mcp.auth.mode=token'] });
  const cluster = new Cluster({ kubeconfig: lab.kubeconfig, url: lab.apiUrl, env: clientEnvironment(lab.kubeconfig), stop: () => lab.stop() }, lab.staged.chart);
  const others = new Map<string, LabPrometheus>();
  for (const { name, differently } of [...absences, ...generations]) others.set(name, await lab.another(name, differently));
  seen = { lab, cluster, dashboards: await shippedDashboards(lab.api, NAMESPACE), others };
});

afterAll(async () => {
  await seen?.lab.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

describe('in the real Prometheus', () => prometheusTests(installed, (found) => (panels = asked(found))));
describe('the catalogue', () => catalogueTests(installed));
describe('the API server', () => apiServerTests(installed));
describe('in a cluster that never had a source, no panel invents a number, none is lost with it, and no alert is active', () => absenceTests(installed, complete));
describe('whichever names a version has for what was renamed, the same panels have data', () => generationTests(installed, complete));
