import { ApiObject } from 'cdk8s';
import { load, loadAll } from 'js-yaml';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { Template, Templates, renderHelpers } from '../../../generator/helm/index.ts';
import { run } from '../../lab/command.ts';
import type { Helm } from '../../render.ts';
import { tool } from '../../tools/tools.ts';

// Helm takes its time where the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

/** What {@link helmTemplate} renders, and how. */
export interface Rendering {
  /** File in `templates/` → text; the helpers defined so far are added. */
  readonly templates: ReadonlyMap<string, string>;
  /** `values.yaml` of the chart. */
  readonly defaults?: object;
  /** What a user passes with `-f`. */
  readonly values?: object;
  /** What a user passes with `--set-json`, by top-level key. */
  readonly setJson?: Readonly<Record<string, unknown>>;
  /** Files of the chart beside its templates. */
  readonly files?: Readonly<Record<string, string>>;
  readonly helm?: Helm;
}

/** The text that `helm template` prints for a chart named `demo`, released as `demo` into `apps`. */
export async function helmTemplate({ templates, defaults = {}, values = {}, setJson = {}, files = {}, helm = 'helm' }: Rendering): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'helm-test-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  try {
    write('Chart.yaml', 'apiVersion: v2\nname: demo\nversion: 1.2.3\nappVersion: "4.5"\n');
    write('values.yaml', yamlOf(defaults));
    write('templates/_helpers.tpl', renderHelpers());
    for (const [file, text] of templates) write(`templates/${file}`, text);
    for (const [path, text] of Object.entries(files)) write(path, text);
    const sets = Object.entries(setJson).flatMap(([key, value]) => ['--set-json', `${key}=${yamlOf(value)}`]);
    return await run(await tool(helm), ['template', 'demo', directory, '--namespace', 'apps', '--values', '-', ...sets], { input: yamlOf(values) });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** JSON that YAML reads the same: JSON leaves characters raw which are line breaks or forbidden in YAML 1.1. */
const yamlOf = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The documents of a YAML stream as Kubernetes reads them: by the Go parser inside Helm. */
export async function readByGo(stream: string): Promise<Record<string, unknown>[]> {
  const reader = 'documents:\n{{- range regexSplit "(?m)^---$" (.Files.Get "stream.yaml") -1 }}\n- {{ fromYaml . | toJson | quote }}\n{{- end }}\n';
  const output = await helmTemplate({ templates: new Map([['reader.yaml', reader]]), files: { 'stream.yaml': stream } });
  const { documents } = load(output) as { documents: string[] };
  return documents.map(document => JSON.parse(document) as Record<string, unknown>).filter(document => Object.keys(document).length > 0);
}

/** The documents of a YAML stream, empty ones left out. */
export const documents = <T>(stream: string): T[] => loadAll(stream).filter(document => document !== null) as T[];

/** Fields of an object of a made-up kind, without apiVersion, kind and metadata. */
export type Fields = Readonly<Record<string, unknown>>;

/** Adds an object of a made-up kind, whose fields nothing limits. */
export const thing = (template: Template, fields: Fields, id = 'thing'): ApiObject => new ApiObject(template, id, { apiVersion: 'v1', kind: 'Thing', metadata: { name: id }, ...fields });

/** Templates with one file, `demo.yaml`. */
export function templatesOf(fill: (template: Template) => void): Map<string, string> {
  const templates = new Templates();
  fill(new Template(templates, 'demo', { about: 'A test.', source: 'test/unit/helm' }));
  return templates.render();
}

/** The lines of a template that stand for these fields. */
export function printed(fields: Fields): string {
  const text = templatesOf(template => void thing(template, fields)).get('demo.yaml')!;
  return text.slice(text.indexOf('  name: thing\n') + '  name: thing\n'.length);
}

/** What Helm makes of these fields with these values. */
export async function rendered(fields: Fields, values: object = {}, options: Partial<Rendering> = {}): Promise<Record<string, unknown>> {
  const [object] = documents<Record<string, unknown>>(await helmTemplate({ templates: templatesOf(template => void thing(template, fields)), values, ...options }));
  const { apiVersion: _, kind: __, metadata: ___, ...rest } = object!;
  return rest;
}
