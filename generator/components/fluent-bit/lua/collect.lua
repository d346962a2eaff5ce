-- Makes of each record a line as the schema has it (dashboards-src/logs/fields.ts): whose it is, how bad it is, what it says
-- without its secrets, and the family of indices that it goes to. Called by Fluent Bit for every record, one after another.
local here = debug.getinfo(1, 'S').source:match('^@(.*/)') or './'
package.path = here .. '?.lua;' .. package.path

local facts = require 'facts'
local join = require 'join'
local json = require 'json'
local pattern = require 'pattern'
local redact = require 'redact'
local route = require 'route'
local severity = require 'severity'
local text = require 'text'
local workload = require 'workload'

local byte, find, match, sub = string.byte, string.find, string.match, string.sub
local floor, format = math.floor, string.format

local function read(name)
  local file = assert(io.open(here .. name, 'rb'))
  local content = file:read('*a')
  file:close()
  return assert(json.object(content), name .. ' is no JSON')
end

local settings = read 'settings.json'
local schema = read 'schema.json'
local clean = redact.redactor(settings.redaction.patterns, settings.redaction.keys)
local groups = join.groups(settings.state and settings.state .. '/lines.waiting')
local pieces = join.groups(settings.state and settings.state .. '/pieces.waiting')
local node = os.getenv 'NODE_NAME'

-- Most of what a line needs is garbage at once. Collected without a pause, what is in use stays in the processor's cache: measured,
-- a fifth less time than with four times as much.
collectgarbage('setpause', 100)

-- Answers to Fluent Bit (filter lua): leave the record out; or take this one with this time.
local DROP, TAKE = -1, 1
local LONGEST = 1048576

-- 64 bits that stand for a text, as it is in ids.
local function hash(of)
  local one, two = 5381, 52711
  for index = 1, #of do
    local letter = byte(of, index)
    one, two = (one * 33 + letter) % 4294967296, (two * 31 + letter) % 4294967296
  end
  return format('%08x%08x', one, two)
end

-- What is counted since this script was loaded.
local redacted, failures = {}, 0

local minute, minute_starts = nil, 0
local second, second_starts = nil, 0

-- The part of a second that `2026-01-31T12:00:00.123456789Z` states, or nil where it is not written so. Byte by byte, as that makes no strings.
local function fraction_of(time)
  local zone = #time
  if zone < 22 or byte(time, 20) ~= 46 or byte(time, zone) ~= 90 then return nil end
  local digits, scale = 0, 1
  for index = 21, zone - 1 do
    local digit = byte(time, index) - 48
    if digit < 0 or digit > 9 then return nil end
    digits, scale = digits * 10 + digit, scale * 10
  end
  return digits / scale
end

-- `2026-01-31T12:00:00.123456789Z` → seconds since 1970 and whether it says of which zone, or nil. Most lines are of the second of the line before.
local function seconds_of(time)
  local fraction = fraction_of(time)
  local until_second = fraction and sub(time, 1, 19)
  if fraction and until_second == second then return second_starts + fraction, true end
  local written = sub(time, 1, 16)
  if written ~= minute then
    local year, month, day, hour, minutes = match(written, '^(%d%d%d%d)%-(%d%d)%-(%d%d)[T ](%d%d):(%d%d)$')
    if not year then return nil end
    year, month, day = tonumber(year), tonumber(month), tonumber(day)
    -- Days from civil, by Howard Hinnant.
    if month <= 2 then year, month = year - 1, month + 12 end
    local days = 365 * year + floor(year / 4) - floor(year / 100) + floor(year / 400) + floor((153 * (month - 3) + 2) / 5) + day - 719469
    minute, minute_starts = written, days * 86400 + tonumber(hour) * 3600 + tonumber(minutes) * 60
  end
  local seconds, sign, hours, minutes = match(time, '^:(%d%d[%.,]?%d*)([Z+%-]?)(%d?%d?):?(%d?%d?)', 17)
  if not seconds then return nil end
  local offset = (tonumber(hours) or 0) * 3600 + (tonumber(minutes) or 0) * 60
  local since = minute_starts + tonumber((seconds:gsub(',', '.'))) - (sign == '-' and -offset or offset)
  -- Rounded, as a double near the end of a second is that of the next.
  if fraction then second, second_starts = until_second, floor(since - fraction + 0.5) end
  return since, sign ~= ''
end

local A_DAY = 86400

-- The time that a structured line states, where it says of which zone it is and is not far from that of its arrival.
local function stated_time(value, arrived)
  local seconds, zoned
  if type(value) == 'number' then
    seconds, zoned = value > 1e17 and value / 1e9 or value > 1e14 and value / 1e6 or value > 1e11 and value / 1e3 or value, true
  else
    seconds, zoned = seconds_of(tostring(value))
  end
  if seconds and zoned and math.abs(seconds - arrived) < A_DAY then return seconds end
end

-- A value as the field's type wants it, or nil where it cannot be that.
local function typed(kind, value)
  local is = type(value)
  if is == 'table' then return nil end
  if kind == 'long' or kind == 'double' then
    if is == 'number' then return value end
    local number = is == 'string' and tonumber(value)
    if number and number - number == 0 then return number end
    return is == 'string' and kind == 'double' and find(value, '^[%+%-]?[nNiI]') and value or nil
  end
  if is == 'number' and value == floor(value) and math.abs(value) < 1e15 then return format('%d', value) end
  return tostring(value)
end

-- Takes the fields of a structured line into the document; returns its time and level.
local function take(document, object, set, seconds)
  local attributes, message_key, level
  local function keep(key, value)
    attributes = attributes or {}
    attributes[key] = value
  end
  for key, value in pairs(object) do
    local field = schema.aliases[key]
    local kind = field and schema.types[field]
    local taken
    if field == '@timestamp' then
      seconds = stated_time(value, seconds) or seconds
      taken = true
    elseif field == 'severity' then
      taken = severity.of_level(value)
      level = taken or level
    elseif field == 'message' then
      -- Of several names beside each other `message` itself wins, or the first in the alphabet.
      taken = type(value) == 'string' and (not message_key or key == 'message' or message_key ~= 'message' and key < message_key)
      if taken then
        if message_key then keep(message_key, document.message) end
        document.message, message_key = value, key
      end
    elseif field then
      taken = typed(kind, value)
      if taken ~= nil and (document[field] == nil or key == field) then set(field, taken) end
    end
    if not taken then keep(key, value) end
  end
  if attributes then set('attributes', attributes) end
  return seconds, level
end

-- The fields that the text of a line has; returns its time.
local function fill(document, said, seconds, set)
  document.message, document.severity = said, nil
  local level
  if byte(said, 1) == 123 then
    local object = json.object(said)
    if object then
      seconds, level = take(document, object, set, seconds)
    elseif byte(said, 2) == 34 then
      set('unparsed', 'json')
    end
  end
  level = level or severity.of_text(document.message)
  document.severity = level
  if document.family == 'ml-training' then facts.of_training(said, set) end
  if level == 'error' or level == 'fatal' then set('error_pattern', pattern.of(document.message)) end
  return seconds
end

-- A document that is used again for each line of its file: what all of them share is set once, what one alone has is taken
-- out before the next.
local function reusable(document)
  local extra, count = {}, 0
  local function set(field, value)
    if value == nil then return end
    count = count + 1
    extra[count] = field
    document[field] = value
  end
  return function(said, stream, seconds, offset, id, redactions, unparsed)
    for index = 1, count do document[extra[index]] = nil end
    count = 0
    document.stream, document.log_offset, document.id = stream, offset, id
    seconds = fill(document, said, seconds, set)
    if redactions > 0 then
      set('redactions', redactions)
      local namespace = document.namespace or ''
      redacted[namespace] = (redacted[namespace] or 0) + redactions
    end
    if unparsed then set('unparsed', unparsed) end
    return TAKE, seconds, document
  end
end

-- Text without its secrets, as UTF-8 and no longer than it may be; `keys` says by stream where a private key goes on.
local function cleaned(raw, keys, stream)
  local unparsed
  if #raw > LONGEST then raw, unparsed = text.cut(raw, LONGEST), 'size' end
  local valid, was_valid = text.utf8(raw)
  if not was_valid then unparsed = 'encoding' end
  if keys[stream] then
    if redact.ends_key(valid) then keys[stream] = nil return nil end
    if redact.within_key(valid) then return nil end
    keys[stream] = nil
  end
  local shown, redactions, open = clean(valid)
  if open then keys[stream] = true end
  return shown, redactions, unparsed
end

local function chosen_labels(labels)
  local made
  for _, name in ipairs(settings.labels) do
    if labels[name] then
      made = made or {}
      made[(name:gsub('%.', '_'))] = labels[name]
    end
  end
  return made
end

local files, file_count = {}, 0

-- Whose file it is, by its tag: POD_NAMESPACE_CONTAINER-ID.log as the kubelet links it, with something behind it where it was rotated in its place,
-- or NAMESPACE_POD_UID.CONTAINER.0.log.TIME where it was rotated in the kubelet's own folder.
local function owner_of(tag)
  local rotated = settings.rotatedPrefix
  if sub(tag, 1, #rotated) == rotated then
    local namespace, pod, container = match(sub(tag, #rotated + 1), '^([^_]+)_([^_]+)_[^.]+%.([^.]+)%.%d+%.log%.')
    if namespace then return pod, namespace, container end
  end
  local name = sub(tag, #settings.tagPrefix + 1)
  name = match(name, '^(.*)%.log$') or match(name, '^(.*)%.log%.[^.]+$') or name
  local pod, namespace, container = match(name, '^([^_]+)_([^_]+)_(.+)%-%x+$')
  return pod, namespace, container or name
end

-- A line has one id under whichever name its file has when it is read: of a container, its time and its place.
local function file_of(tag)
  local pod, namespace, container = owner_of(tag)
  local id = '-' .. hash(table.concat({ node or '', namespace or '', pod or '', container }, '/')) .. '-'
  return { pod = pod, namespace = namespace, container = container, id = id, keys = {}, lines = 0, stdout = 'stdout ' .. tag, stderr = 'stderr ' .. tag }
end

-- What the API server says of the pod; nothing where it cannot be asked.
local function describe(file, kubernetes)
  local labels = kubernetes and kubernetes.labels or {}
  local pod = { namespace = file.namespace, labels = labels, annotations = kubernetes and kubernetes.annotations or {} }
  local name, kind
  if file.pod then name, kind = workload.of(file.pod, labels, kubernetes and kubernetes.ownerReferences) end
  if kubernetes == nil then name, kind = nil, nil end
  pod.workload, pod.workload_kind = name, kind
  file.excluded, file.known = route.excluded(settings, pod), kubernetes ~= nil
  file.document = {
    cluster = settings.cluster, node = node, namespace = file.namespace, pod = file.pod, container = file.container, source = 'container',
    workload = name, workload_kind = kind, queue = workload.queue(labels), labels = chosen_labels(labels), family = route.family(settings, schema.families, pod),
  }
  file.finish = reusable(file.document)
end

local MOST_FILES, ASK_AGAIN = 5000, 10000

local function known_file(tag, kubernetes)
  local file = files[tag]
  if not file then
    if file_count >= MOST_FILES then files, file_count = {}, 0 end
    file = file_of(tag)
    files[tag], file_count = file, file_count + 1
  end
  file.lines = file.lines + 1
  if not file.document or kubernetes and (not file.known or file.lines % ASK_AGAIN == 0) then describe(file, kubernetes) end
  return file
end

local function id_of(file, time, offset)
  return time .. file.id .. offset
end

-- The line of a container that a group of entries is.
local function line_of(group, separator)
  local first = group.entries[1]
  local texts, redactions = {}, 0
  for index, entry in ipairs(group.entries) do
    texts[index] = entry.text
    redactions = redactions + entry.redactions
  end
  return table.concat(texts, separator), first, redactions
end

local function finished(group)
  local stream, tag = match(group.key, '^(%a+) (.*)$')
  local file = known_file(tag, nil)
  local is_piece = group.kind == 'piece'
  local joined, first, redactions = line_of(group, is_piece and '' or '\n')
  local unparsed
  if is_piece then joined, redactions, unparsed = cleaned(joined, file.keys, stream) end
  if not joined then return DROP, 0, {} end
  return file.finish(joined, stream, seconds_of(first.time) or 0, first.offset, id_of(file, first.time, first.offset), redactions, unparsed)
end

-- Keeps a piece of a line that the runtime has cut, as it is too long for it; returns the whole line with its last piece.
local function piece(key, time, offset, said, is_last)
  local group = pieces.get(key)
  local entry = { key = key, time = time, offset = offset, kind = 'piece', redactions = 0, text = said }
  if not group then
    pieces.open(entry)
    return nil
  end
  pieces.append(group, entry)
  if not is_last and group.bytes < LONGEST then return nil end
  local whole, first = line_of(pieces.take(group), '')
  return whole, first.time, first.offset
end

-- True where the line is kept until others have come that belong to it.
local function waits(key, time, offset, said, redactions)
  local group = groups.get(key)
  if group then
    if join.goes_on(group, said) then
      groups.append(group, { key = key, time = time, offset = offset, kind = group.kind, redactions = redactions, text = said })
      return true
    end
    groups.close(group)
  end
  local kind = join.begins(said)
  if not kind or groups.full() then return false end
  groups.open { key = key, time = time, offset = offset, kind = kind, redactions = redactions, text = said }
  return true
end

-- A line that is none of a container runtime's.
local function of_file(file, raw, offset, timestamp)
  local said, redactions, unparsed = cleaned(raw, file.keys, 'raw')
  if not said then return DROP, 0, {} end
  return file.finish(said, nil, timestamp, offset, id_of(file, hash(raw), offset), redactions, unparsed)
end

local STREAMS = { [111] = 'stdout', [101] = 'stderr' }

-- A line as containerd and CRI-O write it: `TIME stdout F TEXT`.
local function of_container(tag, timestamp, record)
  local file = known_file(tag, record.kubernetes)
  if file.excluded then return DROP, 0, {} end
  local raw, offset = record.log, record.log_offset
  local space = find(raw, ' ', 1, true)
  local stream = space and byte(raw, space + 7) == 32 and STREAMS[byte(raw, space + 4)]
  local time = stream and sub(raw, 1, space - 1)
  local seconds = time and seconds_of(time)
  if not seconds then return of_file(file, raw, offset, timestamp) end
  local said, is_last = sub(raw, space + 10), byte(raw, space + 8) ~= 80
  local key = file[stream]
  if groups.has(key, offset, time) or pieces.has(key, offset, time) then return DROP, 0, {} end
  if not is_last or pieces.get(key) then
    said, time, offset = piece(key, time, offset, said, is_last)
    if not said then return DROP, 0, {} end
    seconds = seconds_of(time)
  end
  local shown, redactions, unparsed = cleaned(said, file.keys, stream)
  if not shown or waits(key, time, offset, shown, redactions) then return DROP, 0, {} end
  return file.finish(shown, stream, seconds, offset, id_of(file, time, offset), redactions, unparsed)
end

-- A record that came by OTLP, as the collector shaped it: the line as a program would have printed it, and whose it is in its tag.
local function of_otlp(tag, timestamp, record)
  local file = known_file(tag, record.kubernetes)
  if file.excluded then return DROP, 0, {} end
  local said, redactions, unparsed = cleaned(record.otlp, {}, 'otlp')
  if not said then return DROP, 0, {} end
  local document = file.document
  document.node = record.node
  if #file.container < 2 then document.container = nil end
  return file.finish(said, nil, timestamp, nil, record.uid, redactions, unparsed)
end

local of_node = {}

-- What finishes the lines of a source of the node: the kubelet, containerd, the kernel.
local function node_source(source)
  local made = of_node[source]
  if not made then
    made = { keys = {}, finish = reusable { cluster = settings.cluster, node = node, source = source, family = 'ml-system' } }
    of_node[source] = made
  end
  return made
end

-- An entry of the journal of the node.
local function of_journal(timestamp, record)
  local source = record._TRANSPORT == 'kernel' and 'kernel' or schema.units[record._SYSTEMD_UNIT or ''] or 'kubelet'
  local from = node_source(source)
  local said = record.MESSAGE or ''
  local shown, redactions, unparsed = cleaned(said, from.keys, source)
  if not shown then return DROP, 0, {} end
  local id = format('%.6f-%s-%s', timestamp, hash(node or ''), hash((record._PID or '') .. (record._SOURCE_MONOTONIC_TIMESTAMP or '') .. said))
  local code, seconds, document = from.finish(shown, nil, timestamp, nil, id, redactions, unparsed)
  document.logger = record._SYSTEMD_UNIT or record.SYSLOG_IDENTIFIER
  document.xid, document.pci_bus_id = nil, nil
  if source == 'kernel' then
    document.severity = severity.of_priority(record.PRIORITY)
    local is_error = document.severity == 'error' or document.severity == 'fatal'
    document.error_pattern = is_error and pattern.of(shown) or nil
    facts.of_kernel(shown, function(field, value) document[field] = value end)
  end
  return code, seconds, document
end

local last_tick = 0

-- A record that comes each second, many times over: brings out the lines that wait for no more, one at a time.
local function of_clock(timestamp)
  if timestamp - last_tick > 0.5 then
    last_tick = timestamp
    groups.tick()
    pieces.tick()
  end
  local group = groups.ready() or pieces.ready()
  if not group then return DROP, 0, {} end
  return finished(group)
end

-- What is counted, for the filters that make metrics of it; as text, as these look for a pattern in it.
local function of_counts(timestamp)
  local records = { { failures = format('%d', failures) } }
  for namespace, count in pairs(redacted) do records[#records + 1] = { namespace = namespace, redactions = format('%d', count) } end
  return TAKE, timestamp, records
end

local function answer(tag, timestamp, record)
  if record.log_offset then return of_container(tag, timestamp, record) end
  if record.otlp then return of_otlp(tag, timestamp, record) end
  if tag == 'log.clock' then return of_clock(timestamp) end
  if tag == 'log.counts' then return of_counts(timestamp) end
  return of_journal(timestamp, record)
end

-- Called by Fluent Bit. A line that makes this script fail goes on without what it says: it may hold a secret.
function collect(tag, timestamp, record)
  local done, code, seconds, document = pcall(answer, tag, timestamp, record)
  if done then return code, seconds, document end
  failures = failures + 1
  return TAKE, timestamp, {
    cluster = settings.cluster, node = node, family = 'ml-system', source = 'container', severity = 'error', unparsed = 'failure', logger = 'fluent-bit',
    message = 'A line could not be read, and is left out: ' .. tostring(code), log_offset = record.log_offset, id = format('%.6f-%s', timestamp, hash(tag .. tostring(record.log_offset))),
  }
end
