-- Secrets that stand behind a name: `password=…`, `"apiKey": "…"`, `--token …`, `Authorization: …`, `Cookie: …`.
local byte, find, lower, match, sub = string.byte, string.find, string.lower, string.match, string.sub

local named = {}

local function set(words)
  local made = {}
  for word in words:gmatch('%S+') do made[word] = true end
  return made
end

-- Parts of a name from which it is looked at.
named.triggers = { 'dockerconfigjson', 'pass', 'pw', 'secret', 'token', 'key', 'cred', 'auth', 'cookie', 'sig', 'sessi' }

-- What the last word of a name says of the value. A `password` may be anything; a `key` is no path and no number; a `token`
-- neither, nor a single sign; `pass` may count what has passed, unless it is quoted; an `authorization` begins with a scheme;
-- a `cookie` goes to the end of its line.
local NOUNS = {
  password = 'password', passwords = 'token', passwd = 'password', passphrase = 'password', passcode = 'password', pwd = 'password', pw = 'password',
  secret = 'password', secrets = 'token', credential = 'token', credentials = 'token', token = 'token',
  authorization = 'authorization', auth = 'auth', cookie = 'cookie', pass = 'pass', sessionid = 'session', sessid = 'session',
}
-- A `key` is secret where the word before it says what it opens, as are `tokens`.
local OPENS = set [[
  access account admin api app auth client consumer deploy encryption functions hmac integration license licence management
  fernet master private sas secret security service session shared signing ssh storage subscription unseal webhook
  wandb openai anthropic azure gcp google aws hf huggingface github gitlab cohere kaggle mistral datadog dd newrelic sendgrid stripe
  twilio slack discord comet neptune mlflow ngc nvidia nvapi together groq replicate]]
local TOKENS = set 'access auth api bearer refresh id bot session'
-- Names that are written as one word.
local ENDINGS = {
  { 'password', 'password' }, { 'passwd', 'password' }, { 'passphrase', 'password' }, { 'clientsecret', 'password' }, { 'secretkey', 'key' },
  { 'apikey', 'key' }, { 'accesskey', 'key' }, { 'privatekey', 'key' }, { 'accountkey', 'key' }, { 'sharedkey', 'key' },
  { 'authkey', 'key' }, { 'masterkey', 'key' }, { 'encryptionkey', 'key' }, { 'signingkey', 'key' },
  { 'authtoken', 'token' }, { 'accesstoken', 'token' }, { 'apitoken', 'token' }, { 'refreshtoken', 'token' }, { 'sessiontoken', 'token' },
  { 'bearertoken', 'token' }, { 'securitytoken', 'token' }, { 'dbpass', 'password' }, { 'userpass', 'password' }, { 'rootpass', 'password' },
  { 'storepass', 'password' }, { 'keypass', 'password' }, { 'smtppass', 'password' }, { 'adminpass', 'password' }, { 'sshpass', 'password' }, { 'requirepass', 'password' }, { 'bindpw', 'password' },
  { 'sessionid', 'session' }, { 'sessid', 'session' },
}
-- Words before `pass` and `token` with which these are no secrets: of a program's passes, and of a language model's tokens.
local PASSES = set 'forward backward first second third one two single multi num low high band render final next dry optimization compiler graph test tests all by bi com'
local MODEL_TOKENS = set [[
  eos bos pad unk sep cls mask special stop next last first prev previous start end max min num new prompt completion output
  input image audio video text sub word draft generated accepted per time a the each current decoder forced suppress begin
  beginning sequence speech assistant tool think reasoning delimiter placeholder csrfmiddleware unexpected expected invalid
  illegal unknown bad missing page continuation pagination cancellation design]]
-- Words behind the noun that leave it a secret.
local AFTER = set [[
  value val prod production dev development staging stage test qa live old new current previous prev main primary secondary
  backup default plain plaintext raw text string str decoded base64 b64 encoded bedrock eu us]]

-- `awsSecretAccessKey` → aws secret access key
local function words_of(name)
  local words = {}
  local spaced = name:gsub('(%l%d*)(%u)', '%1 %2'):gsub('(%u)(%u%l)', '%1 %2')
  for word in spaced:gmatch('%w+') do words[#words + 1] = lower(word) end
  return words
end

local function noun_of(words, at)
  local last, before = words[at], words[at - 1]
  local bare = match(last, '^(%a+)%d*$') or last
  if bare == 'key' or bare == 'keys' then return before and OPENS[before] and 'key' or nil end
  if bare == 'tokens' then return before and TOKENS[before] and 'token' or nil end
  if bare == 'pass' then
    if not before then return 'pass' end
    return not PASSES[before] and 'password' or nil
  end
  if bare == 'token' then return not (before and MODEL_TOKENS[before]) and 'token' or nil end
  if bare == 'signature' then return (before == 'amz' or before == 'goog') and 'password' or nil end
  if bare == 'cookie' then return (at == 1 or before == 'set' or before == 'http') and 'cookie' or nil end
  if NOUNS[bare] then return NOUNS[bare] end
  for _, ending in ipairs(ENDINGS) do
    if #bare > #ending[1] and sub(bare, -#ending[1]) == ending[1] then return ending[2] end
    if bare == ending[1] then return ending[2] end
  end
end

local function decide(name)
  local words = words_of(name)
  for at = #words, 1, -1 do
    local noun = noun_of(words, at)
    if noun then return noun end
    if not (AFTER[words[at]] or match(words[at], '^v?%d+$')) then return nil end
  end
end

-- Names of the user, in lower case; and what is known of others, as programs write the same names again and again.
local chosen, known, count = { rediscli_auth = 'password', dockerconfigjson = 'password', ['.dockerconfigjson'] = 'password' }, {}, 0
function named.also(name) chosen[lower(name)] = 'password' end

local function noun(name)
  local answer = known[name]
  if answer == nil then
    if count > 2000 then known, count = {}, 0 end
    answer = chosen[lower(name)] or decide(name) or false
    known[name], count = answer, count + 1
  end
  return answer
end

local NAME = {}
for letter = 0, 255 do
  NAME[letter] = find(string.char(letter), '[%w_%-%.]') ~= nil
end
local LONGEST_NAME = 80

local function ends_of_name(text, first, last)
  local from, to = first, last
  while from > 1 and last - from < LONGEST_NAME and NAME[byte(text, from - 1)] do from = from - 1 end
  while NAME[byte(text, to + 1)] and to - first < LONGEST_NAME do to = to + 1 end
  return from, to
end

-- `Secret Access Key: …`: a name of several words.
local function phrase(text, from, to)
  local last = lower(sub(text, from, to))
  if last ~= 'key' and last ~= 'token' then return nil end
  local before = match(sub(text, from < 40 and 1 or from - 40, from - 1), '([%a ]+) $')
  return before and noun((match(before, '(%a+ %a+)$') or match(before, '(%a+)$') or '') .. ' ' .. last) or nil
end

local PROSE = set [[
  required missing empty invalid expired valid unset set not is was has must the a an ok failed changed updated hidden masked
  redacted removed provided given found optional disabled enabled incorrect wrong mismatch rejected accepted denied granted
  successful success error unauthorized authenticated enter too does do did cannot can will should could need needs default
  iam anonymous environment env file static instance profile loading using none rotated refreshed loaded created deleted verified from for to and or]]
local EMPTY = set 'none null nil undefined true false yes no on off str string int bool bytes any object secretstr n/a na'
local SCHEMES = set 'bearer basic token negotiate digest ntlm apikey api-key aws aws4-hmac-sha256 oauth key sharedkey hawk splunk'
local AUTHS = set 'basic digest ntlm kerberos oauth oauth2 iam token bearer tls mtls ssl login plain md5 scram-sha-256 trust peer sasl jwt oidc ldap saml aws gcp azure default system'

-- What says nothing: no value, a mask, a place for a value, a type.
local LONGEST_HARMLESS = 1024
local function harmless(kind, value, in_prose)
  if value == '' then return true end
  -- What is harmless is looked through again for names within it, so it has to be short.
  if #value > LONGEST_HARMLESS then return false end
  local lowered = lower(value)
  if EMPTY[lowered] or find(value, '^[%*xX%.%-_•]+$') or find(value, '^%[?[<%[{(]') or find(lowered, 'redacted', 1, true) or find(value, '%*%*%*%*') then return true end
  if find(value, '^%u%l+%[') or find(value, '^%${') or find(value, '^%$%(') or find(value, '^%$[%a_][%w_]*$') or find(value, '^%%[%(sdrv{]') or find(value, '^%%[%a_]+%%$') or find(value, '^[%a_]*[Ss]ecretStr%(') then return true end
  if in_prose and PROSE[lowered] then return true end
  if kind == 'password' then return false end
  if kind == 'key' then return #value < 4 or find(value, '^[%d%.]+$') or find(value, '^[~%.]?%.?/[%w_%.%-]+/') end
  if find(value, '^[%+%-]?[%d%.,]+[%a%%/]*$') and not find(value, '%d%a+%d') or #value < 4 or find(value, '^</?[%w|]+>$') or find(value, '^[%p]+$') then return true end
  if kind == 'pass' and in_prose then return not find(value, '%d') end
  if kind == 'session' then return #value < 16 end
  if kind == 'auth' then return AUTHS[lowered] or not find(value, ':', 1, true) and not (#value >= 16 and find(value, '%d')) end
  return false
end

-- The place of the last byte before the quote that closes what this one (`"`, `\"`, `\\\"`) opens.
local function quoted(text, from, opening)
  local at = from
  while true do
    local first, last = find(text, opening, at, true)
    if not first then
      local line = find(text, '[\r\n]', from)
      return (line or #text + 1) - 1
    end
    if byte(text, first - 1) ~= 92 then return first - 1 end
    if #opening == 1 then
      local escapes = match(sub(text, first - 8 < from and from or first - 8, first - 1), '\\*$')
      if #escapes % 2 == 0 then return first - 1 end
    end
    at = last + 1
  end
end

-- A value without quotes ends at white space or a quote, and at a separator that has a name, white space or nothing behind it.
local function bare(text, from)
  local at = from
  while true do
    local stop = find(text, '[%s"\'`,;&|<>)%]}\\]', at)
    if not stop then return #text end
    local sign = byte(text, stop)
    local separates = sign == 44 or sign == 59 or sign == 38 or sign == 124 or sign == 41 or sign == 93 or sign == 125
    if not separates or find(text, '^[%s"\'`,;&|)%]}\\]', stop + 1) or stop == #text or find(text, '^[%w_%-%.]+[=:]', stop + 1) then return stop - 1 end
    at = stop + 1
  end
end

local function line_end(text, from)
  return (find(text, '[\r\n]', from) or #text + 1) - 1
end

-- The credential behind the scheme of an Authorization header; `limit` is where its quote closes.
local function credential(text, from, limit)
  local scheme, at = match(text, '^([%w%-]+)[%s=:]+()', from)
  if not scheme then scheme, at = match(text, '^(%a+)%%20()', from) end
  if scheme and SCHEMES[lower(scheme)] and at <= (limit or #text) then
    if lower(scheme) == 'digest' or find(lower(scheme), '^aws4') then return at, limit or line_end(text, at) end
    return at, limit or bare(text, at)
  end
  return from, limit or bare(text, from)
end

local OBJECTS = set 'self cls this args opts options flags params kwargs config conf cfg settings os env process request ctx app credentials secrets values data'

-- Code in the place of a value, as the lines of a traceback have it: `getpass()`, `os.environ["X"]`, `tokens[0]`.
local LONGEST_CODE = 160
local function is_code(text, from)
  local ahead = sub(text, from, from + LONGEST_CODE)
  return find(ahead, '^[%l_][%l%d_%.]*%b()') or find(ahead, '^[%l_][%w_%.]*%[["\']') or find(ahead, '^[%l_]+%[%d+%]')
end

-- `args.password`, `settings.API_KEY`
local function is_attribute(value)
  if #value > LONGEST_CODE then return false end
  local object = match(value, '^([%a_][%w_]*)%.[%w_%.]*$')
  local last = object and match(value, '^.*%.%d*([%a_][%w_]*)$')
  return last and (OBJECTS[object] or noun(last))
end

local function value_at(text, kind, from, in_prose)
  local at, opening, first = match(text, '^()[bBrRuUfF]?[bBrR]?(\\*["\'`])()', from)
  if not opening then
    if kind == 'cookie' then return from, line_end(text, from) end
    if kind == 'authorization' then
      local start, stop = credential(text, from)
      if harmless('token', sub(text, start, stop), true) then return nil end
      return start, stop
    end
    -- A key in PEM is more than one word: redact.lua knows its end.
    if find(text, '^%-%-%-%-%-BEGIN', from) or is_code(text, from) then return nil end
    local stop = bare(text, from)
    local value = sub(text, from, stop)
    if is_attribute(value) then return nil end
    -- A sentence goes on.
    if in_prose and find(value, '^%l+$') and find(text, '^ %l+ %l+', stop + 1) then return nil end
    if in_prose and find(value, '[%.:!]$') and PROSE[lower(sub(value, 1, -2))] then return nil end
    if harmless(kind, value, in_prose) then return nil end
    return from, stop
  end
  local stop = quoted(text, first, opening)
  if kind == 'authorization' then
    local start = credential(text, first, stop)
    return start, stop
  end
  if kind == 'cookie' or kind == 'pass' then kind = 'password' end
  if harmless(kind, sub(text, first, stop), false) then return nil end
  return first, stop
end

local VALUE = '\\*["\']?[vV]alu?e?\\*["\']?[ \t]*[:=][ \t]*()'

-- `password [INFO]: …`; a bracket that closes late, or never, is none.
local LONGEST_BRACKET = 256
local function bracketed(text, from)
  local at = match(sub(text, from, from + LONGEST_BRACKET), '^ %[[^%]\n]*%][ \t]*[:=][ \t]*()')
  return at and from + at - 1
end

-- Other ways to give a value to a name: in an address, as the element of a document, as a variable of a container.
local function elsewhere(text, from, to)
  local at = match(text, '^%%3[DdAa]()', to + 1) or match(text, '^[ \t]*%->[ \t]*()', to + 1)
    or byte(text, from - 1) == 60 and match(text, '^>()[^<]*</', to + 1)
    or bracketed(text, to + 1)
    or match(text, '^\\*["\']?[%s,]+' .. VALUE, to + 1) or match(text, '^\\*["\']?[%s,]*\\n[%s,]+' .. VALUE, to + 1)
  return at and '=', at
end

-- True where the name is that of a token of a language model: `next token`.
local function is_of_model(text, from)
  return MODEL_TOKENS[lower(match(sub(text, from < 20 and 1 or from - 20, from - 1), '(%a+) $') or '')]
end

-- The secret behind a name that holds the word from `first` to `last`: its first and last byte; or nil and the end of the name.
function named.find(text, first, last)
  local from, to = ends_of_name(text, first, last)
  local quote, sign, at = match(text, '^(\\*["\'`]?%]?)[ \t]*([:=]+>?)[ \t]*%[?()', to + 1)
  if not at then quote, sign, at = '', elsewhere(text, from, to) end
  if not at then return named.option(text, from, to) end
  local name = sub(text, from, to)
  local kind = noun(name)
  -- `*v1.Secret: …` of Kubernetes, `arn:aws:secretsmanager:…:secret:…`
  if sign == ':' and (find(text, '^%*v%d', from - 1) or byte(text, from - 1) == 58 and find(sub(text, from < 80 and 1 or from - 80, from), 'arn:', 1, true)) then return nil end
  if sign == ':' and find(text, '^[^%s"\'\\]', at) and byte(text, to + 1) == 58 and find(text, '^://', to + 1) then return nil end
  if not kind or kind == 'token' and #name == 5 then kind = phrase(text, from, to) or kind end
  if lower(name) == 'sig' or lower(name) == 'signature' then kind = find(text, '^[?&]', from - 1) and from > 1 and 'password' end
  if not kind then return nil end
  if lower(name) == 'pwd' and find(text, '^[/~%.]', at) or find(lower(name), '^oldpwd') then return nil end
  local in_prose = sign == ':' and quote == ''
  if kind == 'token' and in_prose and is_of_model(text, from) then return nil end
  local start, stop = value_at(text, kind, at, in_prose)
  if start and stop >= start then return start, stop end
end

local PASSWORDS = set 'password passwd passphrase'
-- Words behind `password` that have digits and are none.
local ALGORITHMS = set 'sha md bcrypt pbkdf base utf oauth http argon scram ipv aes rsa v version step level rule line attempt'

-- Where a sentence says what it is: `is x1`, `for bob is 'x'`; of a password also `to x1`, `for bob: x1`.
local function said_at(text, name, to)
  local at = match(text, '^ is:? ()%S', to + 1) or match(text, '^ was ()%S', to + 1) or match(text, '^ set to ()%S', to + 1)
    or match(text, '^ for %S+ is:? ()%S', to + 1) or match(text, '^ for %S+ %S+ is:? ()%S', to + 1)
  if at or not PASSWORDS[lower(name)] then return at end
  return match(text, '^ to ()%S', to + 1) or match(text, '^ for [%w%._@%-]+: ()%S', to + 1)
end

-- True for what has letters and digits, and names no algorithm.
local function is_no_word(value)
  return find(value, '%d') and find(value, '%a') and (#value >= 12 or not find(value, '^%d+%a+$')) and not ALGORITHMS[match(lower(value), '^%a+')]
end

-- Without a sign between them: `--password x`, `["--password", "x"]`, `PASSWORD 'x'`, `login me password x`, `the password is x1`.
function named.option(text, from, to)
  local name = sub(text, from, to)
  local plain = match(name, '^%-+(.*)')
  local kind = noun(plain or name) or phrase(text, from, to)
  if not kind then return nil end
  local at
  if kind == 'authorization' or kind == 'cookie' or find(name, '^[xX]%-') then
    at = match(text, '^["\'],[ \t]*()[bB]?["\']', to + 1)
    if at then return value_at(text, kind, at, false) end
  end
  if plain and #plain > 1 then
    at = match(text, '^[ \t]+()[^%-%s]', to + 1) or match(text, '^["\'],[ \t]*()["\']', to + 1)
    if not at then return nil end
    return value_at(text, kind, at, false)
  end
  if name == 'requirepass' then return value_at(text, 'password', match(text, '^%s+()%S', to + 1) or to + 1, false) end
  -- A name, a space, and what no word looks like.
  local said = (kind ~= 'pass' and kind ~= 'auth' and kind ~= 'session') and match(text, '^[ \t]+["\'`]?()[%w+/_=]+', to + 1)
  if said then
    local stop = bare(text, said)
    local value = sub(text, said, stop)
    if #value >= 20 and not find(value, '[^%w+/_=]') and find(value, '%d') and find(value, '%a') and not find(value, '^%l+_') then return said, stop end
  end
  if find(name, '[%-_]') and match(text, '^ ["\'][^"\'%s]*%d[^"\'%s]*["\']', to + 1) then return value_at(text, kind, to + 2, false) end
  if kind ~= 'password' and kind ~= 'token' and kind ~= 'key' then return nil end
  local stated = said_at(text, name, to)
  if stated and not (find(text, '^["\'`]', stated) or is_no_word(sub(text, stated, bare(text, stated)))) then stated = nil end
  if kind ~= 'password' then
    local value = stated and match(text, '^[%w%._~%+/=%-]+', stated)
    if value and #value >= 8 and not find(value, '^0x') and not is_of_model(text, from) then return stated, stated + #value - 1 end
    return nil
  end
  local next_word = (PASSWORDS[lower(name)] or find(name, '^%u[%u%d_]*_[%u%d_]+$')) and match(text, '^ ([%w!@#$%%^&*_%-]+)', to + 1)
  if next_word and #next_word >= 6 and is_no_word(next_word) and not find(next_word, '^%d+%a+$') then return to + 2, to + 1 + #next_word end
  at = match(text, '^ (\')', to + 1) and to + 2
  if at then
    local start, stop = value_at(text, kind, at, false)
    if start then return start, stop end
    at = nil
  end
  if find(sub(text, from < 80 and 1 or from - 80, from - 1), 'login%s+%S+%s+$') then at = match(text, '^%s+()%S', to + 1) end
  at = stated or at
  if at then return value_at(text, kind, at, true) end
end

return named
