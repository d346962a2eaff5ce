import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'page', name), 'utf8');
const html = read('index.html'), script = read('page.js'), style = read('page.css');

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const attribute = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** The page: one document with its own script and style. */
export const page = ({ grafana = '' }: { readonly grafana?: string }): string =>
  html.replace('GRAFANA', () => attribute(grafana)).replace('/* STYLE */', () => style).replace('/* SCRIPT */', () => script);

/** Only what is part of the page runs: what a model or a log line says is never script, and nothing is loaded from anywhere. */
export const pageHeaders = (): Readonly<Record<string, string>> => ({
  'content-security-policy': `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
});
