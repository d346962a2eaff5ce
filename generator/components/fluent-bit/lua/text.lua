-- UTF-8, which the store insists on.
local byte, gsub, match, sub = string.byte, string.gsub, string.match, string.sub

local text = {}

local REPLACEMENT = '\239\191\189'
local FORMS = {
  '^[\1-\127]+()', '^[\194-\223][\128-\191]()', '^\224[\160-\191][\128-\191]()', '^[\225-\236\238\239][\128-\191][\128-\191]()', '^\237[\128-\159][\128-\191]()',
  '^\240[\144-\191][\128-\191][\128-\191]()', '^[\241-\243][\128-\191][\128-\191][\128-\191]()', '^\244[\128-\143][\128-\191][\128-\191]()',
}

local function next_letter(line, at)
  for index = 1, #FORMS do
    local stop = match(line, FORMS[index], at)
    if stop then return stop end
  end
end

-- A loop, and no pattern: LuaJIT compiles loops.
local function is_ascii(line)
  for index = 1, #line do
    local letter = byte(line, index)
    if letter > 127 or letter == 0 then return false end
  end
  return true
end

-- The line, and whether it was UTF-8; bytes that are not are replaced, as are zeros.
function text.utf8(line)
  if is_ascii(line) then return line, true end
  local at, from, pieces = 1, 1, {}
  while at <= #line do
    local stop = next_letter(line, at)
    if stop then
      at = stop
    else
      pieces[#pieces + 1] = sub(line, from, at - 1)
      pieces[#pieces + 1] = REPLACEMENT
      at = at + 1
      from = at
    end
  end
  if #pieces == 0 then return line, true end
  pieces[#pieces + 1] = sub(line, from)
  return table.concat(pieces), false
end

-- The first bytes of a line, without half a letter at their end.
function text.cut(line, most)
  return (gsub(sub(line, 1, most), '[\192-\255][\128-\191]*$', ''))
end

return text
