import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { containerTag, CONTAINERS } from '../../generator/components/fluent-bit/paths.ts';
import { LUA } from '../../generator/components/fluent-bit/lua.ts';
import { schema } from '../../generator/components/fluent-bit/settings.ts';
import { settingsOf } from '../unit/collector.ts';

/** What programs print most, with a number for what differs; one line in five has a secret. */
const LINES = [
  '2026-01-31 12:00:00,123 INFO trainer.loop: step %d of 10000 took 0.412 s, 1284 tokens/s, loss 1.8734',
  'INFO 01-31 12:00:00 [engine.py:310] Avg prompt throughput: 812.3 tokens/s, Running: %d reqs, Waiting: 0 reqs, GPU KV cache usage: 12.1%%',
  'line number %d of the generator, which has about one hundred and twenty bytes, as the usual line of a program has, so so',
  '{"timestamp":"2026-01-31T12:00:00.120Z","level":"info","event":"request finished","request_id":"cmpl-%d","model":"llama","duration":1.2,"status":200}',
  '10.0.0.12 - - "GET /health HTTP/1.1" 200 OK request %d password=hunter2 token ok',
];
const ROUNDS = 7;
const COUNT = 100_000;

/** The best of some rounds, each in the same process, so that what LuaJIT has compiled stays. */
const PROGRAM = `
package.path = arg[1] .. '/?.lua;' .. package.path
local clean = require('redact').redactor({}, {})
dofile(arg[1] .. '/collect.lua')
local formats = { ${LINES.map((line) => `[==[${line}]==]`).join(', ')} }
local said, lines = {}, {}
for index = 1, ${COUNT} do
  said[index] = formats[index % #formats + 1]:format(index)
  lines[index] = ('2026-01-31T12:00:00.%09dZ stdout F '):format(index) .. said[index]
end
local function best(work)
  local fastest = math.huge
  for _ = 1, ${ROUNDS} do
    local from = os.clock()
    for index = 1, ${COUNT} do work(index) end
    fastest = math.min(fastest, os.clock() - from)
  end
  return fastest / ${COUNT} * 1e6
end
local redaction = best(function(index) clean(said[index]) end)
local whole = best(function(index) collect(arg[2], 1769860800, { log = lines[index], log_offset = index * 150 }) end)
print(redaction, whole)`;

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'bench-redaction-'));
try {
  for (const [file, value] of Object.entries({ 'settings.json': settingsOf({ state: directory }), 'schema.json': schema })) writeFileSync(join(directory, file), JSON.stringify(value));
  writeFileSync(join(directory, 'bench.lua'), PROGRAM);
  await run('cp', ['-r', `${resolve(LUA)}/.`, directory]);
  const { stdout } = await run('luajit', [join(directory, 'bench.lua'), directory, `${containerTag(CONTAINERS)}pod-1_team-a_main-${'0'.repeat(64)}.log`]).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error('luajit is not installed: apt-get install luajit (Fluent Bit has LuaJIT within itself)') : error;
  });
  const [redaction = 0, whole = 0] = stdout.trim().split(/\s+/).map(Number);
  console.log(`of ${LINES.length} kinds of lines, ${COUNT} lines, best of ${ROUNDS} rounds`);
  console.log(`redaction  ${redaction.toFixed(2)} µs a line`);
  console.log(`the script ${whole.toFixed(2)} µs a line with it, ${(whole - redaction).toFixed(2)} without: ${(whole / (whole - redaction)).toFixed(2)} times as long`);
} finally {
  rmSync(directory, { recursive: true });
}
