-- Tokens that are known by how they begin. A pattern is a regular expression of literals, classes and counts:
-- `ghp_[A-Za-z0-9]{16,}`. It begins with literals, and each part takes all it can and gives nothing back, so that the
-- time is that of reading the text once, whatever the text.
local byte, sub = string.byte, string.sub

local token = {}

local NAMED = { d = '0-9', w = 'A-Za-z0-9_' }
local MANY = 1048576

local function members(class)
  local set, index = {}, 1
  while index <= #class do
    local first, last = sub(class, index, index), sub(class, index + 2, index + 2)
    if first == '\\' then
      first = sub(class, index + 1, index + 1)
      local named = NAMED[first] and members(NAMED[first]) or { [byte(first)] = true }
      for letter in pairs(named) do set[letter] = true end
      index = index + 2
    elseif sub(class, index + 1, index + 1) == '-' and last ~= '' then
      for letter = byte(first), byte(last) do set[letter] = true end
      index = index + 3
    else
      set[byte(first)] = true
      index = index + 1
    end
  end
  return set
end

local function counts(written)
  if written == '+' then return 1, MANY end
  if written == '*' then return 0, MANY end
  if written == '?' then return 0, 1 end
  local least, comma, most = written:match('^{(%d+)(,?)(%d*)}$')
  if not least then return 1, 1 end
  return tonumber(least), tonumber(most) or (comma == ',' and MANY) or tonumber(least)
end

-- The most bytes that can stand before the first part without a bound.
local function before_run(parts)
  local most = 0
  for _, part in ipairs(parts) do
    if part.most == MANY then break end
    most = most + part.most
  end
  return most
end

-- pattern → { begins = 'ghp_', parts = { { set, least, most }, … }, before_run = 4 }
function token.compile(pattern)
  local parts, begins, index = {}, '', 1
  while index <= #pattern do
    local class = pattern:match('^%[([^%]]+)%]', index)
    local written = class and '[' .. class .. ']' or pattern:match('^\\?.', index)
    index = index + #written
    local count = pattern:match('^{%d+,?%d*}', index) or pattern:match('^[+*?]', index) or ''
    index = index + #count
    local least, most = counts(count)
    parts[#parts + 1] = { set = members(class or written), least = least, most = most }
    local literal = not class and count == '' and not NAMED[written:match('^\\(.)') or '']
    if literal and #begins == #parts - 1 then begins = begins .. sub(written, -1) end
  end
  return { begins = begins, parts = parts, before_run = before_run(parts) }
end

-- The place of the last byte of the token that begins here, or nil; and the end of its first part without a bound, its run.
-- What begins behind this place, and comes to its own run before that end, ends as this does.
function token.finish(compiled, text, from)
  local index, run = from, nil
  for _, part in ipairs(compiled.parts) do
    local set, taken = part.set, 0
    while taken < part.most and set[byte(text, index)] do
      index, taken = index + 1, taken + 1
    end
    run = run or part.most == MANY and index - 1 or nil
    if taken < part.least then return nil, run end
  end
  return index - 1, run
end

return token
