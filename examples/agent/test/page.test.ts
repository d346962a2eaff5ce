import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { calls, idleFinding, report, says, ScriptedModel, tool } from '../../../test/unit/agent/scripted.ts';
import { defaultLimits } from '../src/agent/limits.ts';
import { callersOf } from '../src/service/callers.ts';
import { Service } from '../src/service/server.ts';

const token = 'anna-token-0123456789';
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const chromium = [process.env['CHROME'] ?? '', ...(process.env['PATH'] ?? '').split(':').flatMap((dir) => names.map((name) => join(dir, name)))].find((file) => file && existsSync(file));
if (!chromium) throw new Error('no Chromium on PATH; install one, or name it in CHROME');

const hostile = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script> \u001b[31m';
const model = new ScriptedModel([says('Let me look at the pods.'), calls('kubernetes_pods_list', { namespace: 'team-a' })], [says(`The notebook of Anna holds 8 GPUs. ${hostile}`)]);
let browser: Browser, page: Page, server: Server, url: string;
const errors: string[] = [];
const downloads = mkdtempSync(join(tmpdir(), 'agent-page-'));

before(async () => {
  const service = new Service({
    callers: callersOf(JSON.stringify([{ name: 'anna', token }])), limits: defaultLimits, grafana: 'https://grafana.example.com/', model,
    investigate: async () => report(idleFinding, { ...idleFinding, severity: 'critical', what: `GPU 3 of node gpu-2 reported Xid 79 ${hostile}`, cost: { amount: 32, unit: 'dollars/hour', assumption: 'its GPUs' } }),
    tools: () => [tool('kubernetes_pods_list', async () => `notebook-anna-0 Running ${hostile}`)],
  });
  server = await service.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await puppeteer.launch({ executablePath: chromium, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 1200 });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  await page.goto(url);
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

const texts = (selector: string): Promise<string[]> => page.$$eval(selector, (all) => all.map((one) => one.textContent ?? ''));
const answered = (): Promise<unknown> => page.waitForFunction('document.getElementById("status").textContent.startsWith("Done")');

test('a wrong token is told', async () => {
  await page.type('#token', 'wrong');
  await page.click('#send');
  await page.waitForSelector('li.failed');
  assert.match((await texts('li.failed'))[0]!, /Authorization: Bearer TOKEN/);
  // The browser reports every answer of 401 as an error of the console.
  errors.length = 0;
  await page.click('#new');
  await page.$eval('#token', (input) => { (input as unknown as { value: string }).value = ''; });
});

test('an answer comes in steps, by keyboard alone', async () => {
  await page.type('#token', token);
  await page.focus('#question');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await answered();
  assert.equal((await texts('li.critical, li.warning')).length, 2);
  assert.match((await texts('li.said')).join(), /The notebook of Anna holds 8 GPUs/);
  assert.deepEqual((await texts('li.step summary')).slice(-2), ['Asks kubernetes_pods_list', 'kubernetes_pods_list answers']);
  assert.equal(await page.evaluate('document.activeElement.id'), 'question');
});

test('what others wrote is shown as text, and nothing of it runs', async () => {
  assert.equal(await page.title(), 'What is the matter?');
  assert.equal(await page.$$eval('#log img, #log script', (all) => all.length), 0);
  assert.match((await texts('li.critical strong'))[0]!, /<img src=x/);
  assert.deepEqual(errors, []);
});

test('evidence opens, and links to Grafana with its query and time', async () => {
  await page.focus('li.warning summary');
  await page.keyboard.press('Enter');
  const href = await page.$eval('li.warning a', (link) => (link as unknown as { href: string }).href);
  const panes = JSON.parse(new URL(href).searchParams.get('panes')!) as { a: { queries: { expr: string }[]; range: { to: string } } };
  assert.ok(href.startsWith('https://grafana.example.com/explore?'));
  assert.equal(panes.a.queries[0]!.expr, 'workload:gpu_allocated_idle:count > 0');
  assert.equal(panes.a.range.to, '1768478400000');
});

test('a screen reader is told of the conversation, and every field has a name', async () => {
  const unnamed = await page.$$eval('input, select, textarea, button', (all) => all.filter((one) => !(one as unknown as { labels?: { length: number } }).labels?.length && !one.textContent?.trim()).map(({ id }) => id));
  assert.deepEqual(unnamed, []);
  assert.equal(await page.$eval('#log', (log) => log.getAttribute('aria-live')), 'polite');
  assert.equal(await page.$eval('html', (html) => html.getAttribute('lang')), 'en');
});

test('an investigation is exported as Markdown', async () => {
  await page.click('#export');
  for (let tries = 0; tries < 50 && !readdirSync(downloads).includes('investigation.md'); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  const markdown = readFileSync(join(downloads, 'investigation.md'), 'utf8');
  assert.match(markdown, /^# Investigation\n\n## Why are the GPUs/);
  assert.match(markdown, /### warning: Job team-a\/train holds GPUs/);
  assert.match(markdown, /```\n8 {2}workload=train\nworkload:gpu_allocated_idle:count > 0\n```/);
  assert.match(markdown, /Asked kubernetes_pods_list:/);
});

test('a picture can be taken for a person to look at', async () => {
  const picture = process.env['PICTURE'] ?? join(downloads, 'page.png');
  await page.screenshot({ path: picture as `${string}.png`, fullPage: true });
  assert.ok(readFileSync(picture).length > 10_000);
});
