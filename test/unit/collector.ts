import { familyNames } from '../../dashboards-src/logs/families.ts';
import { CONTAINERS, PODS, containerTag } from '../../generator/components/fluent-bit/paths.ts';
import { schema } from '../../generator/components/fluent-bit/settings.ts';
import { Lua, literal, sources } from './lua.ts';

/** What Fluent Bit's filter kubernetes knows of a pod. */
export interface Pod {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
}

/** A line in the store, without `@timestamp`, which Fluent Bit writes of `time`. */
export type Document = Readonly<Record<string, unknown>> & { readonly message: string; readonly family: string; readonly time: number };

/** What the values say to collect.lua, with their defaults. */
const defaults = {
  cluster: 'default', tagPrefix: containerTag(CONTAINERS), rotatedPrefix: containerTag(PODS), state: '/state', labels: ['app.kubernetes.io/name', 'app.kubernetes.io/component'],
  familyNames, namespaces: {}, excludedNamespaces: [], redaction: { patterns: [], keys: [] },
};

/** The same with some changed. */
export const settingsOf = (changed: object = {}): object => ({ ...defaults, ...changed });

/** Lua's tables as JSON. */
export const ENCODER = String.raw`
local function quoted(text)
  return '"' .. text:gsub('[%c"\\\127-\255]', function(c) return ('\\u00%02x'):format(c:byte()) end) .. '"'
end
function encode(value)
  if type(value) == 'table' then
    local parts = {}
    if value[1] ~= nil then
      for _, item in ipairs(value) do parts[#parts + 1] = encode(item) end
      return '[' .. table.concat(parts, ',') .. ']'
    end
    for key, item in pairs(value) do parts[#parts + 1] = quoted(tostring(key)) .. ':' .. encode(item) end
    return '{' .. table.concat(parts, ',') .. '}'
  end
  if type(value) == 'number' then return ('%.17g'):format(value) end
  return type(value) == 'string' and quoted(value) or tostring(value)
end`;

/** A value as a table of Lua. */
export function table(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(table).join(',')}}`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, item]) => `[${literal(key)}]=${table(item)}`).join(',')}}`;
  return typeof value === 'string' ? literal(value) : String(value);
}

/** Bytes come as \u00XX, one by one: UTF-8 again. */
export const decoded = (text: string): unknown => JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : value));

/** The chart's scripts, called as Fluent Bit calls them. State of before (lines that wait) comes in by `waiting`, as a file of the node. */
export class Collector {
  readonly #lua: Lua;
  #clock = 1_800_000_000;
  readonly #offsets = new Map<string, number>();

  constructor(settings: object = {}, waiting = '') {
    const { 'collect.lua': main = '', ...modules } = sources();
    this.#lua = new Lua(modules);
    const files = { 'settings.json': JSON.stringify(settingsOf(settings)), 'schema.json': JSON.stringify(schema) };
    this.#lua.run(`${ENCODER}
      files = { ${Object.entries(files).map(([name, text]) => `[${literal(`./${name}`)}]=${literal(text)}`).join(',')}, ['/state/lines.waiting'] = ${literal(waiting)} }
      local function handle(name, mode)
        if mode:find('w') then files[name] = '' end
        if mode:find('r') and not files[name] then return nil end
        files[name] = files[name] or ''
        return {
          read = function() return files[name] end, flush = function() end, close = function() end,
          write = function(_, ...) files[name] = files[name] .. table.concat({ ... }) end,
        }
      end
      io = { open = handle }
      os.rename = function(from, to) files[to], files[from] = files[from], nil end
      os.getenv = function() return 'node-1' end
      assert(loadstring(${literal(main)}, '@collect.lua'))()
      function call(tag, time, record)
        local code, seconds, document = collect(tag, time, record)
        if code == -1 then return '[]' end
        local list = document[1] and document or { document }
        for index, item in ipairs(list) do
          local copy = { time = seconds }
          for key, value in pairs(item) do copy[key] = value end
          list[index] = copy
        end
        return encode(list)
      end`);
  }

  #call(tag: string, time: number, record: object): Document[] {
    return decoded(this.#lua.run(`return call(${literal(tag)}, ${time}, ${table(record)})`)) as Document[];
  }

  /** A line of the log file of a container: `TIME stdout F TEXT`, or whatever is in it. `file`: POD_NAMESPACE_CONTAINER-ID.log, in the `folder` of links unless another is named */
  line(text: string | Buffer, { file = `trainer-0_team-a_pytorch-${'0'.repeat(64)}.log`, folder = CONTAINERS, pod, offset }: { file?: string; folder?: string; pod?: Pod; offset?: number } = {}): Document[] {
    const at = offset ?? this.#offsets.get(file) ?? 0;
    this.#offsets.set(file, at + Buffer.byteLength(text) + 1);
    return this.#call(containerTag(folder) + file.replaceAll('/', '.'), 1_700_000_000, { log: Buffer.isBuffer(text) ? text.toString('latin1') : text, log_offset: at, ...(pod ? { kubernetes: pod } : {}) });
  }

  /** What a container prints, with the time and stream that the runtime puts before. */
  print(text: string, options: { stream?: 'stdout' | 'stderr'; flag?: 'F' | 'P'; time?: string; file?: string; folder?: string; pod?: Pod } = {}): Document[] {
    const { stream = 'stdout', flag = 'F', time = '2026-01-31T12:00:00.123456789Z', ...rest } = options;
    return this.line(`${time} ${stream} ${flag} ${text}`, rest);
  }

  /** An entry of the journal of the node. */
  journal(record: Readonly<Record<string, string>>): Document[] {
    return this.#call('log.node.kernel', 1_700_000_000.25, record);
  }

  /** Lets seconds pass; returns the lines that have waited for others in vain. */
  wait(seconds = 3): Document[] {
    return Array.from({ length: seconds }, () => { this.#clock += 1; return [1, 2, 3].flatMap(() => this.#call('log.clock', this.#clock, {})); }).flat();
  }

  /** What is counted, by the names of the metrics' fields. */
  counts(): Readonly<Record<string, unknown>>[] {
    return this.#call('log.counts', 1_700_000_000, {});
  }

  /** The file of the node with the lines that wait. */
  waiting(): string {
    return this.#lua.run(`return files['/state/lines.waiting']`);
  }
}
