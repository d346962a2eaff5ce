import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from './page.ts';

/** What the preview needs of puppeteer-core, which is installed with the page only. */
interface Tab {
  setViewport(size: { width: number; height: number }): Promise<void>;
  goto(url: string): Promise<unknown>;
  waitForFunction(expression: string, options: { timeout: number }): Promise<{ jsonValue(): Promise<unknown> }>;
  screenshot(options: { path: string; type: 'webp' | 'png'; quality?: number }): Promise<unknown>;
  close(): Promise<void>;
}

export interface Browser {
  newPage(): Promise<Tab>;
  close(): Promise<void>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @throws when there is no Chromium on PATH and CHROME names none */
function chromium(): string {
  const onPath = (process.env['PATH'] ?? '').split(':').flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [process.env['CHROME'] ?? '', ...onPath].find((file) => file && existsSync(file));
  if (!found) throw new Error('no Chromium was found; install one ("apt-get install chromium", "brew install --cask chromium"), or set CHROME to the path of a Chrome');
  return found;
}

/** Starts a Chromium without a window. */
export async function startBrowser({ folder }: Page): Promise<Browser> {
  const puppeteer = createRequire(join(folder, 'package.json'))('puppeteer-core') as { launch(options: object): Promise<Browser> };
  // Chromium refuses its sandbox to root, as in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return puppeteer.launch({ executablePath: chromium(), args: [...sandbox, '--hide-scrollbars', '--force-color-profile=srgb'] });
}

const timeoutMs = 60_000;

export interface Picture {
  readonly url: string;
  readonly file: string;
  readonly width: number;
}

/** Opens a page of the preview, waits until every panel has its data, and takes a picture of the whole of it. */
export async function takePicture(browser: Browser, { url, file, width }: Picture): Promise<void> {
  const tab = await browser.newPage();
  try {
    await tab.setViewport({ width, height: 900 });
    await tab.goto(url);
    const height = Number(await (await tab.waitForFunction('window.drawn', { timeout: timeoutMs })).jsonValue());
    await tab.setViewport({ width, height });
    // Graphs and tables draw themselves in the frames after their data has come.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await tab.screenshot({ path: file, type: 'webp', quality: 70 });
  } finally {
    await tab.close();
  }
}
