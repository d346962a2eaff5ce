import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { drawn, type BuiltDashboard } from '../../dashboards-src/dashboards/index.ts';
import { substitute, variableValues, type Dashboard, type Panel, type Target } from '../lab/dashboard.ts';
import { progress } from '../lab/progress.ts';
import { filled as filledStore, type FilledStore } from '../logs/filled.ts';
import { framesOf, interpolated, searchOf, variablesOf } from '../logs/search.ts';
import type { Target as LogTarget } from '../../dashboards-src/logs/target.ts';
import { PrometheusClient } from '../../dashboards-src/doctor/prometheus.ts';
import { takingOtlp } from '../lab/sources/otel.ts';
import { startLab, type Lab } from '../lab/start.ts';
import { startBrowser, takePicture } from './browser.ts';
import { builtPage } from './page.ts';
import { startServer } from './server.ts';

const usage = `npm run preview                          bring up the lab, draw every dashboard, dark and light, and take the lab down
npm run preview -- --prometheus URL      draw against this Prometheus
npm run preview -- --dashboard NAME      only this one (${drawn.map(({ name }) => name).join(', ')}); may be repeated
npm run preview -- --open                with the closed rows open
npm run preview -- --theme dark|light    only this one
npm run preview -- --minutes N           how far back to look (15), and for how long the lab runs before
npm run preview -- --set NAME=VALUE      the value of a variable, as a regular expression; may be repeated
npm run preview -- --lines               with the sample lines of test/logs in a real OpenSearch, for panels of logs
npm run preview -- --out DIR             where the pictures go (a new folder in ${tmpdir()})
Needs a Chromium on PATH, or its path in CHROME. The first run installs 700 MB of Grafana's packages into the user's cache.`;

const log = (line: string): void => void process.stdout.write(`${line}\n`);
const step = progress(log);
const width = 1400;
const refreshSeconds = 15;

const { values: options } = parseArgs({
  options: {
    prometheus: { type: 'string' }, dashboard: { type: 'string', multiple: true }, open: { type: 'boolean', default: false }, theme: { type: 'string', multiple: true },
    minutes: { type: 'string', default: '15' }, set: { type: 'string', multiple: true }, out: { type: 'string' }, lines: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});

const given = Object.fromEntries((options.set ?? []).map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]));

/** The dashboards asked for. @throws when there is none of a name */
function wanted(): readonly BuiltDashboard[] {
  const unknown = (options.dashboard ?? []).filter((name) => !drawn.some((one) => one.name === name));
  if (unknown.length) throw new Error(`no dashboard is called ${unknown.join(', ')}; there are ${drawn.map(({ name }) => name).join(', ')}`);
  return drawn.filter(({ name }) => !options.dashboard || options.dashboard.includes(name));
}

/** A dashboard with a value in the place of each variable. */
async function filled({ json }: BuiltDashboard, prometheus: PrometheusClient): Promise<Dashboard> {
  const dashboard = json as unknown as Dashboard;
  const seconds = Number(options.minutes) * 60;
  const values = {
    ...(await variableValues(dashboard, (label, selector) => prometheus.labelValues(label, selector))), ...given,
    __rate_interval: '2m', __interval: `${refreshSeconds}s`, __range: `${seconds}s`, __range_s: String(seconds),
  };
  const ofLines = variablesOf(dashboard.templating?.list ?? [], given, values);
  const query = (target: Target): Target => {
    if (target.expr !== undefined) return { ...target, expr: substitute(target.expr, values) };
    return 'query' in target ? { ...target, query: interpolated(String(target.query), ofLines) } as Target : target;
  };
  const put = (panel: Panel): Panel => ({
    ...panel,
    ...(panel.targets && { targets: panel.targets.map(query) }),
    ...(panel.panels && { panels: panel.panels.map(put) }),
  });
  return { ...dashboard, panels: dashboard.panels.map(put) };
}

async function draw(prometheus: string, out: string, store: FilledStore | undefined): Promise<void> {
  const page = await step('Grafana’s components', builtPage);
  const client = new PrometheusClient(prometheus);
  const views = new Map<string, Dashboard>();
  for (const dashboard of wanted()) views.set(dashboard.name, await filled(dashboard, client));
  const view = (parameters: URLSearchParams) => {
    const to = Math.floor(Date.now() / 1000);
    return { dashboard: views.get(parameters.get('dashboard') ?? ''), from: to - Number(options.minutes) * 60, to, step: refreshSeconds, lines: options.lines };
  };
  const lines = store && (async (target: LogTarget, from: number, to: number) => framesOf(target, await store.search(searchOf(target, target.query, { from, to, interval: refreshSeconds * 1000 }))));
  const server = await startServer({ dist: page.dist, prometheus, view, lines });
  const browser = await startBrowser(page);
  try {
    for (const name of views.keys()) {
      for (const theme of options.theme ?? ['dark', 'light']) {
        const file = join(out, `${name}-${theme}.webp`);
        const url = `${server.url}/?${new URLSearchParams({ dashboard: name, theme, width: String(width), open: String(options.open) })}`;
        await step(file, () => takePicture(browser, { url, file, width }));
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A lab that has run for as long as the pictures look back. */
async function labWithHistory(): Promise<Lab> {
  const lab = await startLab({ dir: join(tmpdir(), `preview-${process.pid}`), step, log, charts: 'auto', helmArgs: takingOtlp });
  await step(`${options.minutes} minutes of history`, () => sleep(Number(options.minutes) * 60_000));
  return lab;
}

async function main(): Promise<void> {
  if (options.help) return log(usage);
  const out = options.out ?? join(tmpdir(), `dashboards-${process.pid}`);
  mkdirSync(out, { recursive: true });
  const lab = options.prometheus ? undefined : await labWithHistory();
  const store = options.lines ? await step('OpenSearch with sample lines', filledStore) : undefined;
  try {
    await draw(lab?.prometheus.url ?? options.prometheus!.replace(/\/$/, ''), out, store);
  } finally {
    await store?.stop();
    await lab?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
