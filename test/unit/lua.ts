import { createRequire } from 'node:module';
import { sourceFile, sourceFiles } from '../../generator/source-file.ts';
import { LUA } from '../../generator/components/fluent-bit/lua.ts';

interface LuaState { readonly lua: true }
/** What is used of lua-wasm-bindings: Lua's own interpreter, 5.1 as Fluent Bit's LuaJIT is. */
interface Bindings {
  readonly lua: {
    lua_close(state: LuaState): void;
    lua_tolstring(state: LuaState, index: number, length: number): string;
  };
  readonly lauxlib: { luaL_newstate(): LuaState; luaL_dostring(state: LuaState, code: string): number };
  readonly lualib: { luaL_openlibs(state: LuaState): void };
}

const { lua, lauxlib, lualib } = createRequire(import.meta.url)('lua-wasm-bindings/dist/lua.51') as Bindings;

/** A text as a literal of Lua, byte by byte where it is not plain. */
export const literal = (text: string): string =>
  `"${[...Buffer.from(text, 'utf8')].map((byte) => (byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`)).join('')}"`;

/** Lua with the chart's own scripts as modules. */
export class Lua {
  readonly #state: LuaState;

  constructor(files: Readonly<Record<string, string>> = sources()) {
    this.#state = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(this.#state);
    for (const [file, text] of Object.entries(files)) {
      this.run(`package.preload[${literal(file.replace(/\.lua$/, ''))}] = assert(loadstring(${literal(text)}, ${literal(`@${file}`)}))`);
    }
  }

  /** Runs a chunk and returns the text that it returns. */
  run(code: string): string {
    if (lauxlib.luaL_dostring(this.#state, code) !== 0) throw new Error(lua.lua_tolstring(this.#state, -1, 0));
    return lua.lua_tolstring(this.#state, -1, 0) ?? '';
  }
}

/** The scripts as they are in the repository, by file name. */
export const sources = (): Record<string, string> => Object.fromEntries(sourceFiles(LUA).map((file) => [file, sourceFile(`${LUA}/${file}`)]));
