import { Block, spreadBlock, type Control } from './blocks.ts';
import { ELEMENT, ROOT, codeOf, isCollection, only, readable, split, type Dot, type Expression } from './expression.ts';
import { printf } from './operators.ts';
import { expressionOf } from './reference.ts';
import { isMap } from './resolver.ts';

const STEP = 2;
const pad = (indent: number): string => ' '.repeat(indent);

/** Where the printer is: how far in, and what the dot means there. */
interface Place {
  readonly indent: number;
  readonly dot: Dot;
}
const deeper = (place: Place): Place => ({ ...place, indent: place.indent + STEP });

/** A manifest as the lines of a Helm template. */
export function printManifest(manifest: Record<string, unknown>, dot: Dot = ROOT): string[] {
  return ['---', ...entries(manifest, { indent: 0, dot })];
}

/** Lines inside a control structure of Helm. */
export function printControl(control: Control, place: Place, body: (inner: Place) => string[], otherwise?: (inner: Place) => string[]): string[] {
  if (control.kind === 'comment') return [...comment(control.text, place.indent), ...body(place)];
  const inner = { ...place, dot: dotIn(control, place.dot) };
  const line = (code: string): string => `${pad(place.indent)}{{- ${code} }}`;
  return [line(opening(control, place.dot)), ...body(inner), ...(otherwise ? [line('else'), ...otherwise(place)] : []), line('end')];
}

type Structure = Exclude<Control, { kind: 'comment' }>;

function dotIn(control: Structure, dot: Dot): Dot {
  if (control.kind === 'if') return dot;
  return control.kind === 'with' ? control.dot : ELEMENT;
}

function opening(control: Structure, dot: Dot): string {
  switch (control.kind) {
    case 'if':
      return `if ${codeOf(control.condition, dot)}`;
    case 'with':
      return `with ${codeOf(control.value, dot)}`;
    case 'range':
      return `range ${control.variables} := ${codeOf(control.list, dot)}`;
  }
}

const COMMENT_WIDTH = 110;
/** A YAML comment, broken between words. */
export const comment = (text: string, indent: number): string[] => wrapped(text, COMMENT_WIDTH - indent).map(line => `${pad(indent)}# ${escapeBraces(line)}`.trimEnd());

/** A comment of the template that does not reach the manifest. */
export const templateComment = (text: string): string[] => wrapped(text, COMMENT_WIDTH).map(line => line.replaceAll('*/', '* /'));

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/[\n\r\u0085\u2028\u2029]+/)) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines;
}

function entries(map: Record<string, unknown>, place: Place): string[] {
  return Object.entries(map)
    .filter(([, value]) => isPresent(value))
    .flatMap(([key, value]) => entry(key, value, place));
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

function entry(key: string, value: unknown, place: Place): string[] {
  const spread = spreadBlock(key);
  if (spread) return block(spread, place, (body, inner) => entries(body as Record<string, unknown>, inner));
  const reference = only(key);
  if (reference && value === '') return spreadCollection(reference, place);
  if (value instanceof Block) {
    if (value.control.kind === 'range') throw new Error(`${readable(key)}: each(…) would repeat the key for every element: put it into a list, [each(…)], or spread it into a map, { ...each(…) }`);
    return block(value, place, (body, inner) => entry(key, body, inner));
  }
  return behind(`${pad(place.indent)}${text(key, place)}:`, value, place);
}

/** What stands behind `key:` or `-`, over as many lines as it needs. */
function behind(start: string, value: unknown, place: Place): string[] {
  const expression = expressionOf(value);
  if (expression && isCollection(expression)) return [start, ...collection(expression, deeper(place))];
  if (expression?.shape === 'block') return includedBlock(start, expression, place);
  if (Array.isArray(value)) return list(start, value, place);
  if (isMap(value)) {
    const lines = entries(value, deeper(place));
    return lines.length ? [start, ...lines] : [`${start} {}`];
  }
  if (typeof value === 'string' && isBlockOfText(value)) return blockOfText(start, value, place);
  return [`${start} ${scalar(value, place)}`];
}

function list(start: string, items: readonly unknown[], place: Place): string[] {
  const lines = items.filter(isPresent).flatMap(item => listItem(item, deeper(place)));
  return lines.length ? [start, ...lines] : [`${start} []`];
}

function listItem(value: unknown, place: Place): string[] {
  if (value instanceof Block) return block(value, place, (body, inner) => listItem(body, inner));
  const expression = expressionOf(value);
  if (expression?.shape === 'list') return spreadCollection(expression, place);
  const start = `${pad(place.indent)}-`;
  const [first, ...rest] = isMap(value) ? entries(value, deeper(place)) : [];
  return first === undefined || /^\s*(\{\{|#)/.test(first) ? behind(start, value, place) : [`${start} ${first.trimStart()}`, ...rest];
}

const block = (held: Block, place: Place, print: (body: unknown, inner: Place) => string[]): string[] =>
  printControl(
    held.control,
    place,
    inner => print(held.body, inner),
    held.otherwise === undefined ? undefined : inner => print(held.otherwise, inner),
  );

function includedBlock(start: string, expression: Expression, place: Place): string[] {
  const { indent, dot } = deeper(place);
  return [`${start} |`, `${pad(indent)}{{- ${codeOf(expression, dot)} | nindent ${indent} }}`];
}

function collection(expression: Expression, place: Place): string[] {
  const yaml = expression.shape === 'yaml' ? codeOf(expression, place.dot) : `toYaml ${operand(expression, place)}`;
  return [`${pad(place.indent)}{{- ${yaml} | nindent ${place.indent} }}`];
}

/** A collection among other entries or items: an empty one must leave no `{}` or `[]` between them. */
function spreadCollection(expression: Expression, place: Place): string[] {
  if (expression.shape === 'yaml' || expression.code === place.dot) return collection(expression, place);
  return printControl({ kind: 'with', value: expression, dot: ELEMENT }, place, ({ indent }) => [`${pad(indent)}{{- toYaml . | nindent ${indent} }}`]);
}

function operand(expression: Expression, place: Place): string {
  const code = codeOf(expression, place.dot);
  return /\s/.test(code) ? `(${code})` : code;
}

function scalar(value: unknown, place: Place): string {
  const expression = expressionOf(value);
  if (expression) return `{{ ${pipelineOf(expression, place)} }}`;
  if (typeof value === 'string') return text(value, place);
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  throw new Error(`${String(value)} is no value of a manifest: write a text, a finite number, a boolean or a reference`);
}

/** A reference in the place of a single value, printed as its type. */
function pipelineOf(expression: Expression, place: Place): string {
  const code = codeOf(expression, place.dot);
  switch (expression.shape) {
    case 'string':
      return `${code} | quote`;
    case 'integer':
      return `${code} | int64`; // a large number from a values file is a float for Helm: 12345678 would print as 1.2345678e+07
    case 'number':
      return `${code} | float64`;
    default:
      return code;
  }
}

/** A text of literals and expressions on one line; always a string for YAML. */
function text(value: string, place: Place): string {
  const parts = split(value);
  if (parts.length === 1) return literal(value);
  const single = only(value);
  if (single?.shape === 'string') return `{{ ${codeOf(single, place.dot)} | quote }}`;
  return `{{ ${codeOf({ code: printf(value), shape: 'string', oneLine: false }, place.dot)} | quote }}`;
}

const PLAIN = /^(?:[A-Za-z_/]|--?[A-Za-z])(?:[A-Za-z0-9_./%+()=,;?@-]|:(?=\S)| (?=\S)(?!#))*$/;
const AMOUNT = /^\d+(?:ms|s|m|h|d|w|Ki|Mi|Gi|Ti)$/;
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A literal as YAML reads it back, without needless quotes. */
export function literal(value: string): string {
  const plain = (PLAIN.test(value) && !RESERVED.test(value)) || AMOUNT.test(value);
  return escapeBraces(plain ? value : quoted(value));
}

/** JSON leaves raw what YAML 1.1 takes for line breaks or does not allow. */
const quoted = (value: string): string => JSON.stringify(value).replace(RAW_IN_JSON, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
const RAW_IN_JSON = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** `{{` that is not ours must reach the manifest as it is. */
const escapeBraces = (value: string): string => value.replaceAll('{{', '{{ "{{" }}');

/** True for text of several lines that a block keeps as it is: the indent is that of its first line, and empty lines at its end are lost. */
function isBlockOfText(value: string): boolean {
  const lines = value.replace(/\n$/, '').split('\n');
  return value.includes('\n') && !/^\s/.test(value) && !lines.some(line => /[ \t]$/.test(line)) && !isPerhapsEmpty(lines.at(-1)!) && !NOT_IN_BLOCKS.test(value);
}
const isPerhapsEmpty = (line: string): boolean => split(line).every(part => part === '' || (typeof part === 'object' && part.shape === 'string'));
const NOT_IN_BLOCKS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;

function blockOfText(start: string, value: string, place: Place): string[] {
  const ends = value.endsWith('\n');
  const lines = (ends ? value.slice(0, -1) : value).split('\n').map(line =>
    split(line)
      .map((part, i, { length }) => {
        if (typeof part === 'object') return `{{ ${insideText(part, place, start.trim())} }}`;
        return i === length - 1 ? escapeBraces(part) : escapeBraces(part).replace(/\{$/, '{{ "{" }}');
      })
      .join(''),
  );
  return [`${start} ${ends ? '|' : '|-'}`, ...lines.map(line => (line ? pad(place.indent + STEP) + line : line))];
}

function insideText(expression: Expression, place: Place, at: string): string {
  if (!expression.oneLine) {
    throw new Error(
      `${at} ${codeOf(expression, place.dot)} may hold a line break, which would break the text that it stands in: give it a pattern in values-schema, or write json(…) where the format takes JSON`,
    );
  }
  if (expression.shape === 'string') return codeOf(expression, place.dot);
  return expression.shape === 'number' ? `${codeOf(expression, place.dot)} | float64 | toJson` : pipelineOf(expression, place);
}
