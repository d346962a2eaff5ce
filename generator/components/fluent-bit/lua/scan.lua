-- Finds the first of many words in a text, whatever their case, in one pass over its bytes (Aho and Corasick, 1975).
local byte = string.byte
local has_ffi, ffi = pcall(require, 'ffi')

-- Whole numbers from 0 to size - 1; LuaJIT keeps them in a quarter of the memory.
local function numbers(size)
  if has_ffi then return ffi.new('int32_t[?]', size) end
  local made = {}
  for index = 0, size - 1 do made[index] = 0 end
  return made
end

local function add(root, word, value)
  local node = root
  for index = 1, #word do
    local letter = byte(word, index)
    node.next[letter] = node.next[letter] or { next = {} }
    node = node.next[letter]
  end
  node.value = value
end

-- All nodes from the root outwards; each learns its longest proper suffix that is a node too.
local function by_depth(root)
  local nodes = { root }
  root.suffix = root
  for _, node in ipairs(nodes) do
    for letter, child in pairs(node.next) do
      local suffix = node.suffix
      while suffix ~= root and not suffix.next[letter] do suffix = suffix.suffix end
      child.suffix = node ~= root and suffix.next[letter] or root
      child.value = child.value or child.suffix.value
      nodes[#nodes + 1] = child
    end
  end
  return nodes
end

-- The letters of all words, and for each byte which of them it is: none (0), or that one, whatever its case. With columns for these alone the table of steps
-- fits into the processor's cache.
local function letters_of(words)
  local letters, column = {}, numbers(256)
  for word in pairs(words) do
    for index = 1, #word do
      local letter = byte(word, index)
      if column[letter] == 0 then
        letters[#letters + 1] = letter
        column[letter] = #letters
      end
    end
  end
  for capital = 65, 90 do column[capital] = column[capital + 32] end
  return letters, column
end

-- States are multiples of `width`, those at the end of a word behind all others, so that one comparison finds them.
local function number(nodes, width)
  local count = 0
  for _, ends in ipairs({ false, true }) do
    for _, node in ipairs(nodes) do
      if (node.value ~= nil) == ends then
        node.state = count * width
        count = count + 1
      end
    end
    if not ends then nodes.ends_from = count * width end
  end
  return count
end

local scan = {}

-- words: what to find, in lower case, and a value for each.
-- Returns find(text, from, state, to): the value, the place of the word's last byte and the state to go on with (0 to begin
-- with), or nil. Of words that end at one place the longest counts.
function scan.finder(words)
  local root = { next = {} }
  for word, value in pairs(words) do add(root, word, value) end
  local letters, column = letters_of(words)
  local nodes, width = by_depth(root), #letters + 1
  local step, values = numbers(number(nodes, width) * width), {}
  for _, node in ipairs(nodes) do
    values[node.state] = node.value
    for index, letter in ipairs(letters) do
      local child = node.next[letter]
      step[node.state + index] = child and child.state or node ~= root and step[node.suffix.state + index] or root.state
    end
  end
  local ends_from = nodes.ends_from
  return function(text, from, state, to)
    for index = from, to or #text do
      state = step[state + column[byte(text, index)]]
      if state >= ends_from then return values[state], index, state end
    end
  end
end

return scan
