-- Reads JSON as programs log it: also the dictionaries that Python prints, NaN and Infinity. What is deeper than eight levels
-- stays the text that it is, so that no line can exhaust the stack.
local byte, find, gsub, match, sub = string.byte, string.find, string.gsub, string.match, string.sub

local json = {}

local DEEPEST = 8
local ESCAPES = { n = '\n', t = '\t', r = '\r', b = '\b', f = '\f' }

local function utf8(code)
  local char, floor = string.char, math.floor
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then return char(0xE0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64) end
  return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64, 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
end

local function unescape(text)
  if not find(text, '\\', 1, true) then return text end
  text = gsub(text, '\\u([dD][89aAbB]%x%x)\\u([dD][c-fC-F]%x%x)', function(high, low)
    return utf8(0x10000 + (tonumber(high, 16) - 0xD800) * 1024 + tonumber(low, 16) - 0xDC00)
  end)
  text = gsub(text, '\\u(%x%x%x%x)', function(digits)
    local code = tonumber(digits, 16)
    return code >= 0xD800 and code < 0xE000 and '\239\191\189' or code == 92 and '\\\\' or utf8(code)
  end)
  return (gsub(text, '\\(.)', function(letter) return ESCAPES[letter] or letter end))
end

local function skip(text, at)
  return match(text, '^[ \t\r\n]*()', at)
end

-- The text between quotes, and the place behind them.
local function string_at(text, at)
  local quote = sub(text, at, at)
  local from = at + 1
  while true do
    local stop = find(text, quote, from, true)
    if not stop then return nil end
    local escapes = 0
    while byte(text, stop - 1 - escapes) == 92 do escapes = escapes + 1 end
    if escapes % 2 == 0 then return unescape(sub(text, at + 1, stop - 1)), stop + 1 end
    from = stop + 1
  end
end

local WORDS = { ['true'] = true, ['True'] = true, ['false'] = false, ['False'] = false }

local function word_at(text, at)
  local word, stop = match(text, '^([%w%+%-%.]+)()', at)
  if not word then return nil end
  if WORDS[word] ~= nil then return WORDS[word], stop end
  if word == 'null' or word == 'None' then return nil, stop end
  local number = find(word, '^%-?%d') and tonumber(word)
  -- More digits than a double holds, and what is no finite number, stay as they are written.
  if number and (#word <= 15 or find(word, '[%.eE]')) and number - number == 0 then return number, stop end
  if number or find(word, '^[%+%-]?[nN]a[nN]$') or find(word, '^[%+%-]?[iI]nf') then return word, stop end
end

local value_at

-- Everything up to the bracket that closes this one, unread.
local function text_at(text, at)
  local depth, from = 0, at
  while true do
    local place = find(text, '[%[%]{}"]', from)
    if not place then return nil end
    local sign = byte(text, place)
    if sign == 34 then
      local _, stop = string_at(text, place)
      if not stop then return nil end
      from = stop
    else
      depth = depth + ((sign == 91 or sign == 123) and 1 or -1)
      if depth == 0 then return sub(text, at, place), place + 1 end
      from = place + 1
    end
  end
end

local function object_at(text, at, depth)
  local object, key, value = {}, nil, nil
  at = skip(text, at + 1)
  if byte(text, at) == 125 then return object, at + 1 end
  while true do
    local quote = byte(text, at)
    if quote ~= 34 and quote ~= 39 then return nil end
    key, at = string_at(text, at)
    at = at and match(text, '^[ \t\r\n]*:[ \t\r\n]*()', at)
    if not at then return nil end
    value, at = value_at(text, at, depth)
    if not at then return nil end
    object[key] = value
    at = skip(text, at)
    local sign = byte(text, at)
    if sign == 125 then return object, at + 1 end
    if sign ~= 44 then return nil end
    at = skip(text, at + 1)
  end
end

local function array_at(text, at, depth)
  local array, count, value = {}, 0, nil
  at = skip(text, at + 1)
  if byte(text, at) == 93 then return array, at + 1 end
  while true do
    value, at = value_at(text, at, depth)
    if not at then return nil end
    count = count + 1
    array[count] = value == nil and 'null' or value
    at = skip(text, at)
    local sign = byte(text, at)
    if sign == 93 then return array, at + 1 end
    if sign ~= 44 then return nil end
    at = skip(text, at + 1)
  end
end

function value_at(text, at, depth)
  local sign = byte(text, at)
  if sign == 34 or sign == 39 then return string_at(text, at) end
  if sign ~= 123 and sign ~= 91 then return word_at(text, at) end
  if depth == DEEPEST then return text_at(text, at) end
  if sign == 123 then return object_at(text, at, depth + 1) end
  return array_at(text, at, depth + 1)
end

-- The object that the text is, or nil where it is none.
function json.object(text)
  local at = skip(text, 1)
  if byte(text, at) ~= 123 then return nil end
  local object, stop = object_at(text, at, 1)
  if object and skip(text, stop) > #text then return object end
end

return json
