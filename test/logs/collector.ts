import { ENCODER, decoded, table } from '../unit/collector.ts';
import { Lua, literal } from '../unit/lua.ts';

/** What Fluent Bit hands to its filter and gets back: a document with its time (seconds), or nothing where the record is left out. */
export type Collector = (tag: string, seconds: number, record: object) => { readonly seconds: number; readonly document: Record<string, unknown> } | undefined;

/**
 * Runs the scripts of Fluent Bit's ConfigMap, as Helm rendered it, as on a node with nothing kept from before.
 * @throws what Lua says of a script that it cannot load
 */
export function collectorOf(files: Readonly<Record<string, string>>, node: string): Collector {
  const named = (end: string): [string, string][] => Object.entries(files).filter(([name]) => name.endsWith(end));
  const lua = new Lua(Object.fromEntries(named('.lua')));
  for (const [name, text] of named('.json')) {
    const content = name === 'settings.json' ? JSON.stringify({ ...(JSON.parse(text) as object), state: undefined }) : text;
    lua.run(`local file = assert(io.open(${literal(name)}, 'wb')) file:write(${literal(content)}) file:close()`);
  }
  lua.run(`os.getenv = function(name) return name == 'NODE_NAME' and ${literal(node)} or nil end require 'collect'`);
  lua.run(`${ENCODER}\nfunction answer(...) local code, seconds, document = collect(...) return code == -1 and '' or encode { seconds = seconds, document = document } end`);
  return (tag, seconds, record) => {
    const text = lua.run(`return answer(${literal(tag)}, ${seconds}, ${table(record)})`);
    return text ? decoded(text) as ReturnType<Collector> : undefined;
  };
}
