-- How bad a line is, in the words of the schema, whatever its program calls it.
local scan = require 'scan'

local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub

local severity = {}

local NAMES = {
  trace = 'trace', trc = 'trace', finest = 'trace', verbose = 'trace', debug = 'debug', dbg = 'debug', fine = 'debug',
  info = 'info', inf = 'info', information = 'info', informational = 'info', notice = 'info', success = 'info', log = 'info',
  warn = 'warn', warning = 'warn', wrn = 'warn', error = 'error', err = 'error', severe = 'error', exception = 'error',
  fatal = 'fatal', critical = 'fatal', crit = 'fatal', panic = 'fatal', alert = 'fatal', emerg = 'fatal', emergency = 'fatal', dpanic = 'fatal', ftl = 'fatal',
}

-- Numbers of pino and bunyan (10 to 60), of Python (10 to 50) and of syslog (0 to 7).
local PINO = { [10] = 'trace', [20] = 'debug', [30] = 'info', [40] = 'warn', [50] = 'error', [60] = 'fatal' }
local SYSLOG = { [0] = 'fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug' }
local KLOG = { I = 'info', W = 'warn', E = 'error', F = 'fatal' }

-- A level as a field of a structured line says it.
function severity.of_level(level)
  if type(level) == 'string' then return NAMES[lower(level)] or severity.of_level(tonumber(level)) end
  if type(level) == 'number' then return PINO[level] or SYSLOG[level] end
end

function severity.of_priority(priority)
  return SYSLOG[tonumber(priority)] or 'info'
end

local levels, crashes = {}, {
  'traceback (most recent call last)', 'segmentation fault', 'core dumped', 'cuda out of memory', 'outofmemoryerror', 'cuda error', 'nccl error',
  'ncclinternalerror', 'ncclsystemerror', 'ncclunhandledcudaerror', 'ncclremoteerror', 'out of memory:', 'oom-kill', 'killed process',
  'watchdog caught collective operation timeout',
}
for name in pairs(NAMES) do levels[name] = true end
local function words(list)
  local made = {}
  for _, word in ipairs(list) do made[word] = true end
  return made
end
local next_level, crash = scan.finder(levels), scan.finder(words(crashes))
local WITHIN = 96

local LETTER, CAPITAL = {}, {}
for letter = 0, 255 do
  LETTER[letter] = find(string.char(letter), '[%w_]') ~= nil
  CAPITAL[letter] = find(string.char(letter), '%u') ~= nil
end

-- A level is a whole word, in capitals, in brackets, behind `level=`, or before a colon at the beginning of the line.
local function is_level(text, first, last)
  if LETTER[byte(text, last + 1)] then return false end
  local before = byte(text, first - 1)
  if first > 1 and LETTER[before] then return false end
  if CAPITAL[byte(text, first)] and CAPITAL[byte(text, last)] then return last - first > 1 end
  local behind = byte(text, last + 1)
  if before == 91 then return behind == 93 or behind == 32 end
  if first == 1 then return behind == 58 end
  local key = match(sub(text, first < 12 and 1 or first - 12, first - 1), '(%a+)["\']?[=:] ?["\']?$')
  return key == 'level' or key == 'lvl' or key == 'severity' or key == 'loglevel'
end

local function first_of_word(text, last)
  local first = last
  while first > 1 and LETTER[byte(text, first - 1)] do first = first - 1 end
  return first
end

local function stated(text)
  local first = byte(text, 1)
  if (first == 73 or first == 87 or first == 69 or first == 70) and find(text, '^%u%d%d%d%d %d%d:%d%d:%d%d') then return KLOG[sub(text, 1, 1)] end
  local to = #text < WITHIN and #text or WITHIN
  local found, last, state = next_level(text, 1, 0, to)
  while found do
    local from = first_of_word(text, last)
    if is_level(text, from, last) then
      local name = NAMES[lower(sub(text, from, last))]
      if name then return name end
    end
    found, last, state = next_level(text, last + 1, state, to)
  end
end

-- The level of a line of plain text: what it states near its beginning; else `error` for the words of a crash; else `info`.
function severity.of_text(text)
  local found = stated(text)
  if found then return found end
  if crash(text, 1, 0) or find(text, '^panic: ') or find(text, '^[%w_%.]*%a[Ee]rror:') or find(text, '^[%w_%.]*Exception:') then return 'error' end
  return 'info'
end

return severity
