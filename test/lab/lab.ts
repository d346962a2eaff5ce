import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cacheRoot } from '../tools/cache.ts';
import { run } from './command.ts';
import { coverDashboards, table, unexplained, type PanelCoverage } from './coverage.ts';
import { shippedDashboards } from './dashboard.ts';
import { Processes } from './processes.ts';
import { progress } from './progress.ts';
import { changes } from './prometheus-config.ts';
import { startLab, type Lab } from './start.ts';

/** Emptied at the start and removed at the end, so it is never a folder that a person names. */
const stateFolder = 'lab-state';

const usage = `npm run lab                 bring up a cluster with simulated nodes, the chart and a real Prometheus; Ctrl-C takes it down
npm run lab -- --down       take down what another shell brought up
npm run lab -- --once       bring up, print the table, take down; exit 1 if a query lacks data that should have it, or a rule fails
npm run lab -- --stubs      take stubs for the dependency charts, also where the real ones are in chart/charts
npm run lab -- --dir DIR    keep the state in DIR/${stateFolder}`;

const repository = join(import.meta.dirname, '..', '..');
const log = (line: string): void => void process.stdout.write(`${line}\n`);
const step = progress(log);

const dataTimeoutMs = 120_000;
const pollMs = 5000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      down: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      stubs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      dir: { type: 'string', default: cacheRoot },
    },
  });
  if (values.help) {
    log(usage);
    return 0;
  }
  const dir = join(values.dir, stateFolder);
  return values.down ? down(dir) : up({ ...values, dir });
}

async function down(dir: string): Promise<number> {
  const stopped = await Processes.down(dir);
  rmSync(dir, { recursive: true, force: true });
  log(stopped.length > 0 ? `Stopped: ${stopped.join(', ')}` : 'No lab runs');
  return 0;
}

let interrupted = false;

/** On a signal everything that was started ends by itself, and then this process: see Processes. */
function tellOfSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      interrupted = true;
      log('\nTaking the lab down …');
    });
  }
}

interface UpOptions {
  readonly dir: string;
  readonly once: boolean;
  readonly stubs: boolean;
}

async function up({ dir, once, stubs }: UpOptions): Promise<number> {
  if (existsSync(join(dir, 'state.json'))) throw new Error(`a lab already lives in ${dir}: take it down with "npm run lab -- --down", or give this one --dir`);
  // Also when a signal ends the lab: nothing of it stays.
  process.on('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  await step('npm run generate', () => run('npm', ['run', '--silent', 'generate', '--prefix', repository]));
  tellOfSignals();
  const lab = await startLab({ dir, step, log, charts: stubs ? 'stubs' : 'auto' });
  const panels = await step('Data', () => untilCovered(lab));
  const failing = (await lab.prometheus.client.rules()).filter(({ health }) => health === 'err');
  log(['', summary(lab, dir), '', table(panels), ...failing.map(({ group, name, lastError }) => `rule ${name} of ${group} fails: ${lastError}`), ''].join('\n'));
  if (once) {
    await lab.stop();
    return unexplained(panels).length + failing.length > 0 ? 1 : 0;
  }
  log('Ctrl-C takes the lab down.');
  const how = await lab.ended;
  if (!interrupted) log(`The lab was taken down (Prometheus: ${how}).`);
  await lab.stop();
  return 0;
}

/** Asks until every query that should have data has it, or time is up. */
async function untilCovered({ api, namespace, prometheus }: Lab): Promise<PanelCoverage[]> {
  const dashboards = await shippedDashboards(api, namespace);
  for (const deadline = Date.now() + dataTimeoutMs; ; await sleep(pollMs)) {
    const panels = await coverDashboards(prometheus.client, dashboards);
    if (unexplained(panels).length === 0 || Date.now() > deadline) return panels;
  }
}

const summary = ({ kubeconfig, apiUrl, prometheus, staged }: Lab, dir: string): string =>
  [
    `Prometheus   ${prometheus.url}`,
    `Kubernetes   ${apiUrl}   export KUBECONFIG=${kubeconfig}`,
    `Logs, state  ${dir}`,
    staged.line,
    'Prometheus runs with what the operator generated, changed so:',
    ...changes(prometheus.settings).map((change) => `  - ${change}`),
  ].join('\n');

main().then(
  (code) => interrupted || process.exit(code),
  (error: unknown) => {
    if (interrupted) return;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
