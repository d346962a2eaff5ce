-- What lines of one kind have in common.
local byte, gsub, match, sub = string.byte, string.gsub, string.match, string.sub

local LONGEST = 120

-- The last line that says something; from its end, as no pattern reads it only once.
local function last_line(message)
  local stop = #message
  while stop > 0 and byte(message, stop) <= 32 do stop = stop - 1 end
  local from = stop
  while from > 1 and byte(message, from - 1) ~= 10 do from = from - 1 end
  return sub(message, from, stop)
end

local pattern = {}

-- The first line with its numbers, addresses and ids masked; of a traceback its last, which says what went wrong.
function pattern.of(message)
  local traced = match(message, '^%[?[%a_]*%d*%]?:? ?Traceback %(most recent call last%)')
  local line = traced and last_line(message) or match(message, '^%s*([^\n]*)')
  if traced then line = match(line, '^%[[%a_]*%d+%]: ?(.*)$') or line end
  line = sub(line, 1, 400)
  line = gsub(line, '%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x', '#')
  line = gsub(line, '0x%x+', '#')
  line = gsub(line, '%f[%w]%x%x%x%x%x%x%x+%f[%W]', function(word) return match(word, '%d') and '#' or word end)
  line = gsub(line, '%d[%d:%.,T%-/]*%d', '#')
  line = gsub(line, '%d', '#')
  line = sub(line, 1, LONGEST)
  -- No half letter at the end.
  return (gsub(line, '[\192-\255][\128-\191]*$', ''))
end

return pattern
