-- What lines of one kind have in common.
local gsub, match, sub = string.gsub, string.match, string.sub

local LONGEST = 120

local pattern = {}

-- The first line with its numbers, addresses and ids masked; of a traceback its last, which says what went wrong.
function pattern.of(message)
  local traced = match(message, '^%[?[%a_]*%d*%]?:? ?Traceback %(most recent call last%)')
  local line = traced and match(message, '([^\n]+)%s*$') or match(message, '^%s*([^\n]*)')
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
