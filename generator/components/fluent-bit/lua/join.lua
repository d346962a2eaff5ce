-- Puts lines together that belong together: the pieces of a long line, and what a program prints over several lines.
-- What waits for its end is kept on the node as well, so that the end of this process loses none of it.
local byte, find, match, sub = string.byte, string.find, string.match, string.sub

local join = {}

local MOST_LINES, MOST_BYTES, MOST_WAITING = 1000, 524288, 2000
-- In the journal: the group that was open is complete.
local CLOSED = 'closed'

-- How a group begins, and what goes on with it; `last` ends it.
local GROUPS = {
  python = {
    goes_on = function(text, group)
      if find(text, '^Traceback %(most recent call last%)') then
        local chained = group.chained or group.count == 0
        group.chained, group.ended = false, false
        return chained
      end
      if find(text, '^[ \t]') or text == '' then return true end
      if find(text, '^During handling of the above exception') or find(text, '^The above exception was the direct cause') then
        group.chained = true
        return true
      end
      if group.ended then return false end
      -- The line that names the exception, behind which only a chained one follows.
      group.ended = find(text, '^[%a_][%w_%.]*') ~= nil
      return group.ended
    end,
  },
  java = {
    goes_on = function(text)
      return find(text, '^%s+at ') or find(text, '^%s*Caused by: ') or find(text, '^%s+Suppressed: ') or find(text, '^%s+%.%.%. %d+ ')
    end,
  },
  go = {
    goes_on = function(text)
      return text == '' or find(text, '^goroutine %d+ ') or find(text, '^%s') or byte(text, #text) == 41 and find(text, '^[%w_%./%*%(%)%-]+%(') or find(text, '^created by ')
        or find(text, '^%[signal ') or find(text, '^exit status ') or find(text, '^panic: ')
    end,
  },
  -- The summary of torchrun: a block between two lines of signs.
  torchrun = {
    goes_on = function(text, group)
      if group.ended then return false end
      if find(text, '^====') and group.count > 1 then group.ended = true end
      return true
    end,
  },
  -- Frames below a message of NCCL or of the process group's watchdog.
  frames = {
    goes_on = function(text) return find(text, '^frame #%d+') or find(text, '^Exception raised from ') or text == '' end,
  },
}

-- The prefix that PyTorch and torchrun put before each line of a rank.
local function without_rank(text)
  return match(text, '^%[[%a_]*%d+%]: ?(.*)$') or text
end

local function kind_of(text)
  local first = byte(text, 1)
  if first == 84 and find(text, '^Traceback %(most recent call last%)') then return 'python' end
  if first == 112 and find(text, '^panic: ') or first == 102 and find(text, '^fatal error: ') then return 'go' end
  if first == 61 and find(text, '^=====') then return 'torchrun' end
  if first == 69 and find(text, '^Exception raised from ') then return 'frames' end
  if find(text, 'xception', 1, true) and find(text, '^[%w_%.%$]+%.[%w_%$]*Exception[:%s]*') then return 'java' end
  if find(text, 'Error', 1, true) and find(text, '^[%l%d_%.]+%.[%w_%$]*Error:? ') then return 'java' end
  if find(text, '^Exception in thread ') then return 'java' end
end

-- The kind of group that a line begins, or nil for one that stands alone.
function join.begins(text)
  local first = byte(text, 1)
  if first == 91 then return kind_of(without_rank(text)) end
  if first == 123 or first == 32 then return nil end
  return kind_of(text)
end

-- group: { kind, lines, count, bytes, … }
function join.goes_on(group, text)
  if group.count >= MOST_LINES or group.bytes + #text > MOST_BYTES then return false end
  return GROUPS[group.kind].goes_on(without_rank(text), group) and true or false
end

-- A journal on the node of what waits: each entry is a head of fixed words, and the bytes of the line.
local Journal = {}
Journal.__index = Journal

local function journal(path)
  return setmetatable({ path = path, file = path and io.open(path, 'ab') or nil }, Journal)
end

function Journal:add(entry)
  if not self.file then return end
  self.file:write(entry.key, '\t', entry.time, '\t', entry.offset, '\t', entry.kind, '\t', entry.redactions, '\t', #entry.text, '\n', entry.text, '\n')
  self.file:flush()
end

function Journal:rewrite(entries)
  if not self.path then return end
  if self.file then self.file:close() end
  local fresh = io.open(self.path .. '.new', 'wb')
  if fresh then
    self.file = fresh
    for _, entry in ipairs(entries) do self:add(entry) end
    fresh:close()
    os.rename(self.path .. '.new', self.path)
  end
  self.file = io.open(self.path, 'ab')
end

local function entries_of(path)
  local file = path and io.open(path, 'rb')
  local content = file and file:read('*a') or ''
  if file then file:close() end
  local entries, at = {}, 1
  while true do
    local key, time, offset, kind, redactions, size, from = match(content, '^([^\t\n]*)\t([^\t\n]*)\t(%d+)\t(%a+)\t(%d+)\t(%d+)\n()', at)
    size = tonumber(size)
    -- The last entry may be cut off.
    if not key or from + size > #content then return entries end
    entries[#entries + 1] = { key = key, time = time, offset = tonumber(offset), kind = kind, redactions = tonumber(redactions), text = sub(content, from, from + size - 1) }
    at = from + size + 1
  end
end

-- Groups by the stream that they are of. `path`: where they are kept as well; nil keeps them in memory only.
function join.groups(path)
  local groups, ready, waiting = {}, {}, 0
  local self = {}

  local function append(group, entry)
    group.entries[#group.entries + 1] = entry
    group.count, group.bytes, group.age = group.count + 1, group.bytes + #entry.text, 0
  end

  local function open(entry)
    local group = { kind = entry.kind, key = entry.key, entries = {}, count = 0, bytes = 0, age = 0 }
    groups[entry.key], waiting = group, waiting + 1
    append(group, entry)
    return group
  end

  local function take(group)
    groups[group.key], waiting = nil, waiting - 1
    return group
  end

  -- What the process before had, and where it was in the files: their lines may come again.
  local restored = {}
  for _, entry in ipairs(entries_of(path)) do
    local group = groups[entry.key]
    if entry.kind == CLOSED then
      if group then ready[#ready + 1] = take(group) end
    else
      if group then
        if GROUPS[group.kind] then GROUPS[group.kind].goes_on(without_rank(entry.text), group) end
        append(group, entry)
      else
        open(entry)
        restored[entry.key] = restored[entry.key] or {}
        table.insert(restored[entry.key], { first = entry.offset })
      end
      local range = restored[entry.key][#restored[entry.key]]
      range.last, range.time = entry.offset, entry.time
    end
  end
  local held = journal(path)
  local changed = next(groups) ~= nil or #ready > 0

  local function add(entry)
    held:add(entry)
    changed = true
  end

  local function closed(group)
    return { key = group.key, time = '', offset = 0, kind = CLOSED, redactions = 0, text = '' }
  end

  -- True where the process before had this line, which waits still or is stored.
  function self.has(key, offset, time)
    local ranges = restored[key]
    if not ranges then return false end
    for _, range in ipairs(ranges) do
      if offset >= range.first and offset <= range.last and time <= range.time then return true end
    end
    if offset > ranges[#ranges].last then restored[key] = nil end
    return false
  end

  function self.get(key) return groups[key] end

  function self.full() return waiting >= MOST_WAITING end

  function self.open(entry)
    add(entry)
    open(entry)
  end

  function self.append(group, entry)
    add(entry)
    append(group, entry)
  end

  -- Takes a group away, which is complete and goes out at once.
  function self.take(group)
    add(closed(group))
    return take(group)
  end

  -- Puts a group among those that are complete.
  function self.close(group)
    ready[#ready + 1] = self.take(group)
  end

  -- The next group that is complete, or nil.
  function self.ready() return table.remove(ready, 1) end

  -- Writes down what is not given on yet, and forgets the rest.
  local function save()
    if not changed then return end
    local entries = {}
    local function keep(group)
      for _, entry in ipairs(group.entries) do entries[#entries + 1] = entry end
    end
    for _, group in ipairs(ready) do
      keep(group)
      entries[#entries + 1] = closed(group)
    end
    for _, group in pairs(groups) do keep(group) end
    held:rewrite(entries)
    changed = #entries > 0
  end
  -- The last entry of the process before may be cut off.
  save()

  -- Called once a second, when all that was given on before is in the buffer on the disk. What nothing was added to for a
  -- second is complete.
  function self.tick()
    save()
    for _, group in pairs(groups) do
      group.age = group.age + 1
      if group.age > 1 then self.close(group) end
    end
  end

  return self
end

return join
