-- Takes secrets out of a text. Every rule starts at a word that it is known by and reads forward from there, so that the
-- time is that of reading the text once, whatever the text.
local named = require 'named'
local scan = require 'scan'
local token = require 'token'

local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub

-- What stands in place of a secret.
local MARK = '[redacted]'

-- Tokens that are known by how they begin, as their makers write them.
local TOKENS = {
  -- Amazon Web Services: ids of keys
  'AKIA[A-Z0-9]{16}', 'ASIA[A-Z0-9]{16}', 'ABIA[A-Z0-9]{16}', 'ACCA[A-Z0-9]{16}',
  -- GitHub, GitLab
  'ghp_[A-Za-z0-9]{16,}', 'gho_[A-Za-z0-9]{16,}', 'ghu_[A-Za-z0-9]{16,}', 'ghs_[A-Za-z0-9]{16,}', 'ghr_[A-Za-z0-9]{16,}', 'github_pat_[A-Za-z0-9_]{20,}',
  'glpat-[A-Za-z0-9_-]{16,}', 'gldt-[A-Za-z0-9_-]{16,}', 'glrt-[A-Za-z0-9_-]{16,}', 'glcbt-[A-Za-z0-9_-]{16,}', 'glptt-[A-Za-z0-9_-]{16,}',
  -- Google
  'AIza[A-Za-z0-9_-]{30,}', 'ya29\\.[A-Za-z0-9_-]{16,}', 'GOCSPX-[A-Za-z0-9_-]{16,}', '1//0[A-Za-z0-9_-]{20,}',
  -- Slack, Discord, Telegram, chat
  'xoxb-[A-Za-z0-9-]{10,}', 'xoxp-[A-Za-z0-9-]{10,}', 'xoxa-[A-Za-z0-9-]{10,}', 'xoxr-[A-Za-z0-9-]{10,}', 'xoxs-[A-Za-z0-9-]{10,}', 'xoxe[.-][A-Za-z0-9.-]{10,}', 'xapp-[A-Za-z0-9-]{10,}',
  'hooks\\.slack\\.com/[A-Za-z]+/[A-Za-z0-9/_-]{8,}', 'discord\\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{16,}', 'discordapp\\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{16,}',
  -- Packages
  'npm_[A-Za-z0-9]{30,}', 'pypi-[A-Za-z0-9_-]{24,}', 'rubygems_[a-f0-9]{40,}', 'dckr_pat_[A-Za-z0-9_-]{16,}', 'dckr_oat_[A-Za-z0-9_-]{16,}',
  -- Clouds, data, observability
  'dop_v1_[a-f0-9]{32,}', 'dapi[a-f0-9]{32}', 'hvs\\.[A-Za-z0-9_-]{20,}', 'hvb\\.[A-Za-z0-9_-]{20,}', 'glsa_[A-Za-z0-9_]{32,}', 'glc_[A-Za-z0-9+/=]{32,}', 'sntrys_[A-Za-z0-9+/=_]{32,}',
  'webhook\\.office\\.com/webhookb2/[A-Za-z0-9@/-]{16,}', 'NRAK-[A-Z0-9]{20,}', 'pscale_tkn_[A-Za-z0-9_.-]{20,}', 'lin_api_[A-Za-z0-9]{20,}', 'ntn_[A-Za-z0-9]{30,}', 'shpat_[a-fA-F0-9]{32}', 'ATATT3x[A-Za-z0-9_=-]{20,}',
  'SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}', 'sk_live_[A-Za-z0-9]{10,}', 'sk_test_[A-Za-z0-9]{10,}', 'rk_live_[A-Za-z0-9]{10,}', 'rk_test_[A-Za-z0-9]{10,}', 'whsec_[A-Za-z0-9+/=]{16,}',
  'AGE-SECRET-KEY-1[A-Z0-9]{50,}', 'sbp_[a-f0-9]{32,}', 'PMAK-[a-f0-9]{20,}-[a-f0-9]{20,}', 'tskey-[A-Za-z0-9-]{16,}',
  'dp\\.pt\\.[A-Za-z0-9]{30,}', 'pul-[a-f0-9]{40}', 'AKCp[A-Za-z0-9]{60,}', 'xkeysib-[a-f0-9-]{40,}', 'figd_[A-Za-z0-9_-]{30,}', 'sgp_[A-Za-z0-9_]{40,}', 'SK[a-f0-9]{32}',
  -- Models, and what agents ask
  'ABSK[A-Za-z0-9+/=]{40,}', 'bedrock-api-key-[A-Za-z0-9+/=]{20,}', 'api_org_[A-Za-z0-9]{30,}', 'lsv2_pt_[a-f0-9_]{20,}', 'lsv2_sk_[a-f0-9_]{20,}', 'tvly-[A-Za-z0-9-]{20,}', 'jina_[A-Za-z0-9_-]{40,}', 'e2b_[a-f0-9]{40}',
  'nvapi-[A-Za-z0-9_-]{20,}', 'gsk_[A-Za-z0-9]{20,}', 'r8_[A-Za-z0-9]{20,}', 'pplx-[A-Za-z0-9]{20,}', 'xai-[A-Za-z0-9]{20,}', 'fw_[A-Za-z0-9]{20,}', 'co_[A-Za-z0-9]{36,}',
  -- Private keys in base64, as Secrets and kubeconfigs have them: of their first words
  'LS0tLS1CRUdJTiBQUklW[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBSU0Eg[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBFQyBQUk[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBPUEVO[A-Za-z0-9+/=]{8,}', 'LS0tLS1CRUdJTiBFTkNS[A-Za-z0-9+/=]{8,}',
  -- A JSON web token, of which the signature may be cut off
  'eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{4,}\\.?[A-Za-z0-9_-]*\\.?[A-Za-z0-9_-]*\\.?[A-Za-z0-9_-]*',
}

local function is_word(letter)
  return letter and (letter >= 48 and letter <= 57 or letter >= 65 and letter <= 90 or letter >= 97 and letter <= 122 or letter == 95)
end

local function begins_a_word(text, first)
  return first == 1 or not is_word(byte(text, first - 1)) or find(text, '^\\[nrt]', first - 2) ~= nil or find(text, '^%%%x%x', first - 3) ~= nil
end

local function token_rule(compiled)
  local before = #compiled.begins - 1
  -- A run that ended in vain, and where it began. The same line may come again, and is read anew then.
  local in_vain, from, to
  return function(text, last)
    local first = last - before
    if not begins_a_word(text, first) or text == in_vain and first > from and first + compiled.before_run - 1 <= to then return nil end
    local stop, run = token.finish(compiled, text, first)
    if not stop or is_word(byte(text, stop + 1)) then
      if run then in_vain, from, to = text, first, run end
      return nil, last
    end
    return first, stop
  end
end

-- Letters of both cases, or letters and digits: no word, and no name that people make.
local function looks_random(text)
  return find(text, '%d') and find(text, '%a') or find(text, '%l') and find(text, '%u.*%u')
end

-- Tokens that begin as words and names do: what follows has to look random.
local RANDOM_TOKENS = { 'org-[A-Za-z0-9]{20,}', 'proj_[A-Za-z0-9]{20,}', 'key-[a-f0-9]{32,}' }

-- Hugging Face: no underscore, as in names of functions.
local hf = token.compile('hf_[A-Za-z0-9]{8,}')
local function hf_token(text, last)
  local first = last - 2
  local stop = begins_a_word(text, first) and token.finish(hf, text, first)
  if not stop or byte(text, stop + 1) == 95 then return nil, stop or last end
  local body = sub(text, first + 3, stop)
  if #body >= 30 or #body >= 16 and looks_random(body) then return first, stop end
  return nil, stop
end

-- OpenAI, Anthropic and those who write keys like them; `sk-learn` and the names of pods have no long piece.
local sk = token.compile('sk-[A-Za-z0-9_-]{16,}')
local function sk_token(text, last)
  local first = last - 2
  local stop = begins_a_word(text, first) and token.finish(sk, text, first)
  if not stop then return nil, last end
  local body = sub(text, first + 3, stop)
  local long = match(body, '%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w+')
  if long and looks_random(long) or #body >= 20 and find(body, '%u') and find(body, '%l') and find(body, '%d') then return first, stop end
  return nil, stop
end

-- `Bearer …`, whatever its case.
local function bearer(text, last)
  if not begins_a_word(text, last - 5) then return nil end
  local at = match(text, '^[ \t]+["\']?()', last + 1) or match(text, '^%%20()', last + 1) or match(text, '^[=:][ ]?["\']?()', last + 1)
  if not at then return nil end
  local stop = match(text, '^[%w%._~%+/=%-]+()', at)
  if not stop then return nil end
  local value = sub(text, at, stop - 1)
  local plain = #value >= 6 and find(value, '%d') or #value >= 20 and not find(value, '[%-%.].*[%-%.]') or #value >= 12 and looks_random(value)
  if plain and not find(value, '^realm=') then return at, stop - 1 end
  return nil
end

local ALPHABET = {}
for index, letter in ipairs({ ('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'):byte(1, -1) }) do ALPHABET[letter] = index - 1 end

-- True where the text is `user:password` in base64.
local function is_basic(text)
  local bits, held = 0, 0
  local colon
  for index = 1, #text do
    local value = ALPHABET[byte(text, index)]
    if not value then break end
    bits, held = (bits * 64 + value) % 16777216, held + 6
    if held >= 8 then
      held = held - 8
      local letter = math.floor(bits / 2 ^ held) % 256
      if letter < 32 or letter == 127 then return false end
      colon = colon or letter == 58
    end
  end
  return colon
end

-- `Basic …` of HTTP.
local function basic(text, last)
  if not begins_a_word(text, last - 4) then return nil end
  local at, value, stop = match(text, '^[ \t]+()([%w%+/]+)=*()', last + 1)
  if not at or #value > 400 or #value < 4 or not is_basic(value) then return nil end
  return at, stop - 1
end

-- Returns a function of a text and a place: where `literal` comes next, which is looked for once. The same line may come again.
local function next_of(literal)
  local searched, since, at
  return function(text, from)
    if searched ~= text or from < since or at < from then searched, since, at = text, from, find(text, literal, from, true) or math.huge end
    return at
  end
end

local next_sign, next_end = next_of '@', next_of '-----END'

local LONGEST_LABEL = 100

-- A private key in PEM, to its end; or to the end of the text, where `continues` says that the rest comes in further lines.
local function private_key(text, last)
  local first = last - 10
  local label = match(sub(text, first, first + LONGEST_LABEL), '^%-%-%-%-%-BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*%-%-%-%-%-()')
  if not label then return nil end
  local head = first + label - 1
  local tail = next_end(text, head)
  local stop = tail <= #text and match(text, '^%-%-%-%-%-END [A-Z0-9 ]*%-%-%-%-%-()', tail)
  if stop then return first, stop - 1 end
  local quote = find(text, '["\']', head)
  return first, quote and quote - 1 or #text, not quote
end

local LONGEST_LOGIN = 256

-- User and password in an address; a user alone where it looks like a token.
local function address(text, last)
  local at = last + 1
  if next_sign(text, at) > at + LONGEST_LOGIN then return nil end
  local authority = match(sub(text, at, at + 2 * LONGEST_LOGIN), '^[^%s"\'`<>]+')
  if not authority then return nil end
  local slash = find(authority, '[/?#\\]')
  local sign, from = nil, 1
  while true do
    local next_sign = find(authority, '@', from, true)
    if not next_sign or sign and slash and next_sign > slash then break end
    sign, from = next_sign, next_sign + 1
  end
  if not sign then return nil end
  local user = sub(authority, 1, sign - 1)
  if slash and sign > slash then
    local port = match(user, ':([^/?#]*)')
    if not port or port == '' or find(port, '^%d+$') then return nil end
  end
  local colon = find(user, ':', 1, true)
  if colon == #user or user == '' then return nil end
  if colon then
    -- A token in the place of the user, as of GitHub with `x-oauth-basic` for a password.
    if colon > 16 and looks_random(sub(user, 1, colon - 1)) then return at, at + sign - 2 end
    local password = sub(user, colon + 1)
    if find(password, '^[<%${%%%*]') or find(password, '^%[redacted') then return nil end
    return at + colon, at + sign - 2
  end
  if #user >= 20 and looks_random(user) then return at, at + sign - 2 end
  return nil
end

local LOCAL_PART = {}
for letter = 0, 255 do LOCAL_PART[letter] = find(string.char(letter), '[%w%.%+_%%%-\']') ~= nil end

local function list(words)
  local made = {}
  for word in words:gmatch('%S+') do made[word] = true end
  return made
end
-- Last labels of what has a sign in it and is no address of a person: units of systemd, files, names within a cluster.
local NO_DOMAINS = list [[
  service slice socket mount timer target scope device path swap local internal svc cluster localdomain lan intra
  png jpg jpeg gif svg webp ico py js ts jsx tsx css json yaml yml txt log gz tar zip whl so h c cpp hpp java rb lua html xml toml cfg ini conf bin pt pth safetensors gguf onnx parquet csv]]

local LONGEST_DOMAIN = 253

-- A mail address.
local function mail(text, last, done, width)
  local first = last - width + 1
  local from = first
  while from > done + 1 and first - from < 64 and LOCAL_PART[byte(text, from - 1)] do from = from - 1 end
  while from < first and find(text, "^[%.%-']", from) do from = from + 1 end
  if from == first or find(text, '^git[@%%]', from) and first - from == 3 then return nil end
  local domain = match(sub(text, last + 1, last + 1 + LONGEST_DOMAIN), '^[%w%.%-]*%w')
  local top = domain and #domain <= LONGEST_DOMAIN and match(domain, '^%w[%w%.%-]*%.(%a%a+)$')
  if not top or #top > 18 or NO_DOMAINS[lower(top)] or find(domain, '..', 1, true) then return nil end
  if find(text, '^[/:]', from - 1) and from > 1 and find(text, '^//', from - 2) then return nil end
  return from, last + #domain
end

local LOGIN = {}
for letter = 0, 255 do LOGIN[letter] = not find(string.char(letter), '[%s"\'`<>,;()=/@]') end

-- `user:password@host`, without the scheme of an address.
local function login(text, last, done)
  local first = last
  while first > done + 1 and last - first < 128 and LOGIN[byte(text, first - 1)] do first = first - 1 end
  local user, at = match(sub(text, first, last - 1), '^([%w%._%-]+):()[^:@]+$')
  if not user or find(user, '^%d+$') then return nil end
  local host = match(text, '^[%w%.%-]+', last + 1)
  if not host or lower(host) == 'sha256' or lower(host) == 'sha512' then return nil end
  if find(text, '^tcp%(', last + 1) or find(text, '^unix%(', last + 1) or find(host, '^%d+%.%d+%.%d+%.%d+') or lower(host) == 'localhost' or find(text, '^[%w%.%-]+:%d', last + 1) and find(host, '%a') then return first + at - 1, last - 1 end
  return nil
end

local function at_sign(text, last, done)
  local from, to = login(text, last, done)
  if from then return from, to end
  return mail(text, last, done, 1)
end

local function encoded_at_sign(text, last, done)
  return mail(text, last, done, 3)
end

-- Passwords of commands whose options do not say what they are.
local function command(names)
  return function(text, last)
    local before = sub(text, last < 160 and 1 or last - 160, last - 3)
    for _, name in ipairs(names) do
      if find(before, name, 1, true) then
        local from, to = match(text, '^[ =]?["\']?()[^%s"\'%-][^%s"\']*()', last + 1)
        local colon = from and name == 'curl' and match(sub(text, from, to - 1), '^[^:]+:()')
        if name == 'curl' then return colon and from + colon - 1 or nil, colon and to - 1 or nil end
        if from and not find(text, '^[%$<{%*]', from) then return from, to - 1 end
      end
    end
  end
end

-- What `echo` or `printf` hands to a program that reads a password from there; it stands before the word.
local LONGEST_COMMAND = 512
local PIPES = {
  '^.*echo%s+%-n%s+["\']?()[^%s"\'|$]+()["\']?%s*|', '^.*echo%s+["\']?()[^%s"\'|$]+()["\']?%s*|',
  '^.*printf%s+["\']?%%s[\\n]*["\']?%s+["\']?()[^%s"\'|$]+()["\']?%s*|',
}
local function piped(text, last, done)
  local start = math.max(done, last - LONGEST_COMMAND)
  local before = sub(text, start + 1, last)
  for _, pipe in ipairs(PIPES) do
    local from, to = match(before, pipe)
    if from then return start + from, start + to - 1 end
  end
end

-- The token of a Telegram bot: `123456789:AA…`.
local function telegram(text, last)
  local from, stop = match(text, '^()%d%d%d%d%d%d%d%d+:[%w_%-]+()', last + 1)
  if from and stop - from > 40 then return from, stop - 1 end
end

-- `IDENTIFIED BY '…'` of SQL.
local function identified(text, last)
  local from, stop = match(text, "^%s+['\"]()[^'\"]+()", last + 1)
  if from then return from, stop - 1 end
end

-- `wandb login KEY`, `wandb.login(key="KEY")`
local function wandb(text, last)
  local from, stop = match(text, '^%s+()%x+()', last + 1)
  if not from then from, stop = match(text, '^[ (]%a* ?=? ?["\']()%x+()', last + 1) end
  if from and stop - from == 40 then return from, stop - 1 end
end

-- Words and the rules that start at their last byte; a rule gets the text, the place of that byte and what is done already.
-- It returns the first and last byte of the secret; or nil, and up to where it has looked in vain.
local function rules(patterns, names)
  local made = {}
  for _, pattern in ipairs(TOKENS) do
    local compiled = token.compile(pattern)
    made[lower(compiled.begins)] = token_rule(compiled)
  end
  for _, pattern in ipairs(RANDOM_TOKENS) do
    local compiled = token.compile(pattern)
    local find_token = token_rule(compiled)
    made[compiled.begins] = function(text, last)
      local first, stop = find_token(text, last)
      if first and looks_random(sub(text, last + 1, stop)) then return first, stop end
    end
  end
  for _, pattern in ipairs(patterns) do
    local compiled = token.compile(pattern)
    made[lower(compiled.begins)] = token_rule(compiled)
  end
  made['hf_'], made['sk-'] = hf_token, sk_token
  made['bearer'], made['basic'] = bearer, basic
  made['-----begin'] = function(text, last) return private_key(text, last + 1) end
  made['://'], made['@'], made['%40'] = address, at_sign, encoded_at_sign
  local curl = command { 'curl' }
  made[' -u'], made['--user'], made['--proxy-user'] = curl, curl, curl
  made['password-stdin'], made['with-token'] = piped, piped
  made[' -p'] = command { 'sshpass', 'mysql', 'mariadb', 'mongo ', 'mongosh ', 'az login', 'docker login', 'podman login', 'skopeo login', 'registry login', 'ldapsearch', 'twine' }
  made[' -a'] = command { 'redis-cli' }
  made[' -w'] = command { 'ldapsearch', 'ldapadd', 'ldapmodify' }
  made['/bot'], made['identified by'], made['wandb login'], made['wandb.login'] = telegram, identified, wandb, wandb
  local function behind_name(word)
    made[word] = function(text, last) return named.find(text, last - #word + 1, last) end
  end
  for _, word in ipairs(named.triggers) do behind_name(word) end
  for _, name in ipairs(names) do
    named.also(name)
    behind_name(lower(name))
  end
  return made
end

local redact = {}

-- patterns: tokens of the user, in the language of token.lua; names: names whose values are secret.
-- Returns a function of a text: the text without its secrets, how many there were, and whether a private key goes on in the next line.
function redact.redactor(patterns, names)
  local next_rule = scan.finder(rules(patterns, names))
  return function(text)
    local rule, last, state = next_rule(text, 1, 0)
    if not rule then return text, 0, false end
    local pieces, count, done, open = {}, 0, 0, false
    while rule do
      local from, to, continues = rule(text, last, done)
      if from and from > done and to >= from then
        count = count + 1
        pieces[2 * count - 1], pieces[2 * count] = sub(text, done + 1, from - 1), MARK
        done, open = to, continues or false
        if to > last then last, state = to, 0 end
      elseif to and to > last then
        last, state = to, 0
      end
      rule, last, state = next_rule(text, last + 1, state)
    end
    if count == 0 then return text, 0, false end
    pieces[2 * count + 1] = sub(text, done + 1)
    return table.concat(pieces), count, open
  end
end

-- True for a line within a private key.
function redact.within_key(line)
  return find(line, '^%s*[%w%+/=]+%s*$') and (#line >= 16 or find(line, '=%s*$')) and true or find(line, '^[%w%-]+: [%w,%-]+$') ~= nil or line == ''
end

function redact.ends_key(line)
  return find(line, '-----END', 1, true) ~= nil
end

return redact
